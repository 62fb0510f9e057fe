import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineStep } from './define-step.js'
import { once } from './once.js'

test('the value is made at the first call and never again, even if it is undefined', () => {
  let calls = 0
  const get = once(() => {
    calls += 1
    return undefined
  })
  expect(calls).toBe(0)
  get()
  get()
  expect(calls).toBe(1)
})

test('keys that are given as a function are made when the definition is first asked for them', () => {
  let calls = 0
  const wait = defineStep({
    type: 'wait',
    summary: 'Waits.',
    keys: () => {
      calls += 1
      return { seconds: z.number().describe('How long.') }
    },
    modes: ['direct'],
    run: 'activity',
    example: { id: 'pause', type: 'wait', seconds: 3 },
  })
  expect(calls).toBe(0)
  expect(Object.keys(wait.keys)).toEqual(['seconds'])
  expect(wait.keys).toBe(wait.keys)
  expect(calls).toBe(1)
})

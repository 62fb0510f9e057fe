import { expect, it } from 'vitest'
import type { PlanNode } from '../plan/plan.js'
import { changedKeys, inputRead } from './input-reads.js'

const read = (text: string, ...keys: string[]) =>
  inputRead({ id: 'a', type: 't', config: { x: [{ text }] } } as PlanNode, keys)

it('finds the keys of the input that a text reads', () => {
  for (const text of [
    '{{input.user}}',
    '{{ input.user.name }}',
    '{{input["user"]}}',
    "exists(input['user'])",
    'a-input.user+1 > 2',
    'input == null',
    '{{input}}',
  ])
    expect(read(text, 'limit', 'user'), text).toMatch(/user|limit/)
  expect(read('{{input.user.name}}', 'user.name')).toBe('user.name')
  for (const text of ['{{input.username}}', '{{a.input.user}}', 'the input, please', '{{my_input.user}}'])
    expect(read(text, 'user'), text).toBe(undefined)
})

it('compares values by their keys, in any order', () => {
  expect(changedKeys({ a: { x: 1, y: 2 }, b: 1, c: null }, { a: { y: 2, x: 1 }, b: 2 })).toEqual(['b', 'c'])
})

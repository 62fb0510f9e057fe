import type { JsonObject } from '@odp/dsl/plan'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadStored } from './load-stored.js'
import { memoryStore } from './memory-store.fixture.js'
import { projectOutputs } from './project-outputs.js'

const LONG = 'x'.repeat(70_000)

test('what later steps do not read stays out, and the whole can be loaded', async () => {
  const field = fc.oneof(fc.constantFrom('a', 'b', '__proto__', 'constructor'), fc.string())
  const value = fc.oneof(fc.constant(LONG), fc.jsonValue())
  await fc.assert(
    fc.asyncProperty(fc.dictionary(field, value), fc.array(field), async (fields, reads) => {
      const store = memoryStore()
      const outputs = JSON.parse(JSON.stringify(fields)) as JsonObject
      const projected = await projectOutputs(outputs, reads, store)
      const whole = projected.stored === undefined ? projected.outputs : await loadStored(store, projected.stored.key)
      expect(Object.entries(whole)).toEqual(Object.entries(outputs))
      if (projected.stored === undefined) return
      expect(projected.stored.size).toBe(JSON.stringify(outputs).length)
      expect(Object.entries(projected.outputs)).toEqual(
        Object.entries(outputs).filter(([name]) => reads.includes(name)),
      )
    }),
  )
})

test('small outputs, and those that are read as a whole, are not stored', async () => {
  const store = memoryStore()
  const large = { a: LONG, b: 1 }
  expect(await projectOutputs({ a: 'x', b: 1 }, ['b'], store)).toEqual({ outputs: { a: 'x', b: 1 } })
  expect(await projectOutputs(large, undefined, store)).toEqual({ outputs: large })
  expect(await projectOutputs(large, ['b', 'a'], store)).toEqual({ outputs: large })
  expect(store.size).toBe(0)
  expect((await projectOutputs(large, [], store)).outputs).toEqual({})
  await projectOutputs(large, ['b'], store)
  expect(store.size).toBe(1)
})

test('a store that is down fails the step with its code', async () => {
  const broken = { ...memoryStore(), put: () => Promise.reject(new Error('disk full')) }
  await expect(projectOutputs({ a: LONG }, [], broken)).rejects.toMatchObject({
    failure: { code: 'payload_store_failed', retryable: true, message: expect.stringContaining('disk full') },
  })
})

test('what is not the outputs of a step is refused', async () => {
  const store = memoryStore()
  const key = await store.put(new TextEncoder().encode('[]'))
  await expect(loadStored(store, key)).rejects.toMatchObject({ code: 'payload_store_failed' })
  await expect(loadStored(store, '0'.repeat(64))).rejects.toThrow(/does not have the value/)
})

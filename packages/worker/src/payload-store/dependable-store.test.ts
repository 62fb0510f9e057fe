import { expect, test } from 'vitest'
import { DependableStore } from './dependable-store.js'
import type { PayloadStore } from './payload-store.js'
import { PayloadStoreError } from './payload-store-error.js'

const KEY = 'a'.repeat(64)
const BYTES = new Uint8Array([1, 2, 3])

/** A store whose first answers are given. */
function answering(...answers: (() => Promise<Uint8Array | undefined>)[]): {
  store: PayloadStore
  asked: () => number
} {
  let asked = 0
  const get = () => (answers[asked++] ?? (async () => BYTES))()
  return { store: { place: 'test:store', put: async () => KEY, get }, asked: () => asked }
}

const fails = async () => {
  throw new Error('outer', { cause: new Error('connection refused') })
}

test('passing failures are tried again', async () => {
  const { store, asked } = answering(fails, fails)
  expect(await new DependableStore(store, [1, 1, 1]).get(KEY)).toBe(BYTES)
  expect(asked()).toBe(3)
})

test('a store that stays down gives a typed failure that may be tried again later', async () => {
  const { store, asked } = answering(fails, fails, fails)
  await expect(new DependableStore(store, [1, 1]).get(KEY)).rejects.toMatchObject({
    code: 'payload_store_failed',
    type: 'payload_store_failed',
    nonRetryable: false,
    message: 'the payload store test:store does not answer (3 attempts): outer: connection refused',
  })
  expect(asked()).toBe(3)
})

test('a store that hangs is not waited for', async () => {
  const { store } = answering(() => new Promise(() => {}))
  await expect(new DependableStore(store, [], 20).get(KEY)).rejects.toThrow(/no answer within 0\.02 s/)
})

test('a value that is not there is final, and the message says what to configure', async () => {
  const { store, asked } = answering(async () => undefined)
  const missing = new DependableStore(store, [1]).get(KEY)
  await expect(missing).rejects.toMatchObject({
    nonRetryable: true,
    message: expect.stringContaining('ODP_PAYLOAD_STORE'),
  })
  expect(asked()).toBe(1)
})

test('a typed failure of the store itself is passed on at once', async () => {
  const { store, asked } = answering(async () => {
    throw new PayloadStoreError('changed', { retryable: false })
  })
  await expect(new DependableStore(store, [1]).get(KEY)).rejects.toThrow('changed')
  expect(asked()).toBe(1)
})

test('what is no key does not reach the store', async () => {
  const { store, asked } = answering()
  await expect(new DependableStore(store).get('../etc/passwd')).rejects.toMatchObject({ nonRetryable: true })
  expect(asked()).toBe(0)
})

import { expect, test } from 'vitest'
import { retryDelay } from './retry.js'

test.each([
  ['fixed', [2, 2, 2, 2, 2]],
  ['linear', [2, 4, 6, 8, 9]],
  ['exponential', [2, 4, 8, 9, 9]],
] as const)('%s waits', (backoff, expected) => {
  const policy = { max_attempts: 6, backoff, initial_seconds: 2, max_seconds: 9 }
  expect([1, 2, 3, 4, 5].map((attempt) => retryDelay(policy, attempt))).toEqual(expected)
})

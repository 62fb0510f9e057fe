import { expect, test } from 'vitest'
import { findSettings } from './settings.js'

test.each([
  ['parallel max 2: a, b', 'max_parallel', 2],
  ['parallel, max 3: a, b', 'max_parallel', 3],
  ['in parallel (at most 4): a, b', 'max_parallel', 4],
  ['max_parallel 5', 'max_parallel', 5],
  ['in a parallel group of three: a, b, c', 'max_parallel', 3],
  ['not more than two of the three at once', 'max_parallel', 2],
  ['poll 30 s', 'poll', 30],
  ['polling_interval = 45', 'poll', 45],
  ['gpu 2', 'gpu', 2],
  ['gpus: 4', 'gpu', 4],
  ['2 gpus', 'gpu', 2],
  ['allow 1 attempt for it', 'retry', 1],
  ['cpu 8', 'cpu', 8],
  ['memory 16Gi', 'memory', '16Gi'],
  ['ram = 8 gb', 'memory', '8Gi'],
])('%j', (text, kind, value) => {
  expect(findSettings(text)).toMatchObject([{ kind, value }])
})

test('the end of a code counts nothing', () => {
  expect(findSettings('card of C-6 and milk of C-6 in parallel')).toEqual([])
})

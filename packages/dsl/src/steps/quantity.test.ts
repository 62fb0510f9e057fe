import { expect, test } from 'vitest'
import { parseQuantity } from './quantity.js'

test.each([
  ['500m', 0.5],
  ['1Gi', 2 ** 30],
  ['2', 2],
  [1.5, 1.5],
  ['1e3', 1000],
  ['1E3', 1000],
  ['1E', 1e18],
  ['.5k', 500],
  ['+3.', 3],
  [0, 0],
])('%s is %d', (written, number) => {
  expect(parseQuantity(written)).toBe(number)
})

test.each([
  'two gigabytes',
  '',
  '-1',
  -1,
  '1 Gi',
  '1gi',
  '1KB',
  'Gi',
  '1e',
  '1e999',
  '0x10',
  '1Gi\n',
  Number.NaN,
  null,
  [1],
  {},
])('%j is none', (written) => {
  expect(parseQuantity(written)).toBeUndefined()
})

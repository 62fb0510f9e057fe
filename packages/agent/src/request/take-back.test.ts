import { expect, test } from 'vitest'
import { takeBack } from './take-back.js'

test.each([
  ['Open the shop, and if it rains, get the umbrellas... no, the coats', 'Open the shop, and if it rains, the coats'],
  ['the menu … sorry, the prices of Anna Weiss', 'the prices of Anna Weiss'],
  ['find books and films — I mean, plays', 'find books and plays'],
  ['nothing... knows this', 'nothing... knows this'],
  ['no, the coats', 'no, the coats'],
  ['read "a... no, b" aloud', 'read "a... no, b" aloud'],
])('%j is %j', (text, meant) => {
  expect(takeBack(text)).toBe(meant)
})

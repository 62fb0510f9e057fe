import { describe, expect, test } from 'vitest'
import { firstDifference } from './first-difference.js'

describe('firstDifference', () => {
  test('the order of keys does not count, the order of items does', () => {
    expect(firstDifference({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toBeUndefined()
    expect(firstDifference([1, 2], [2, 1])).toBe('at [0]: expected 1, got 2')
  })

  test.each([
    [{ a: { b: [1, { c: 'x' }] } }, { a: { b: [1, { c: 'y' }] } }, 'at .a.b[1].c: expected "x", got "y"'],
    [{ a: 1 }, {}, 'at .a: expected 1, got nothing'],
    [{}, { a: null }, 'at .a: nothing expected, got null'],
    [{ a: null }, {}, 'at .a: expected null, got nothing'],
    [1, '1', 'expected 1, got "1"'],
    [[1], [1, 2], 'expected [1], got [1,2]'],
    [[], {}, 'expected [], got {}'],
    [{ a: 1 }, undefined, 'expected {"a":1}, got nothing'],
  ])('%j beside %j', (expected, actual, sentence) => {
    expect(firstDifference(expected, actual)).toBe(sentence)
  })

  test('what a value inherits is not there', () => {
    expect(firstDifference({ constructor: 1 }, {})).toBe('at .constructor: expected 1, got nothing')
  })

  test('a long value is cut', () => {
    expect(firstDifference('short', 'x'.repeat(5_000))?.length).toBeLessThan(400)
  })
})

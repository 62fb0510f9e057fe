import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldLines } from './fold-lines.js'

test('what fits is left alone', () => {
  expect(foldLines(['a', 'b'], 0, 2)).toEqual(['a', 'b'])
})

test('what does not fit is counted above and below', () => {
  const lines = ['0', '1', '2', '3', '4', '5', '6', '7']
  expect(foldLines(lines, 4, 5)).toEqual(['  … 2 above', '2', '3', '4', '  … 3 below'])
  expect(foldLines(lines, 0, 5)).toEqual(['0', '1', '2', '  … 5 below'])
  expect(foldLines(lines, 7, 5)).toEqual(['  … 5 above', '5', '6', '7'])
})

test('it always fits and always shows the first line of interest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.integer({ min: 5, max: 60 }), (length, at, rows) => {
      const lines = Array.from({ length }, (_, index) => `${index}`)
      const folded = foldLines(lines, at % length, rows)
      expect(folded.length).toBeLessThanOrEqual(rows)
      expect(folded).toContain(`${at % length}`)
    }),
  )
})

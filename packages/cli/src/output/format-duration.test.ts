import { expect, test } from 'vitest'
import { formatBytes } from './format-bytes.js'
import { formatDuration } from './format-duration.js'
import { progressBar } from './progress-bar.js'

test.each([
  [0, '0.0 s'],
  [-5, '0.0 s'],
  [12_345, '12.3 s'],
  [59_940, '59.9 s'],
  [59_960, '1 min 00 s'],
  [125_000, '2 min 05 s'],
  [11_220_000, '3 h 07 min'],
])('%d ms are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})

test.each([
  [0, '0 bytes'],
  [812, '812 bytes'],
  [4_200, '4.2 kB'],
  [119_800, '120 kB'],
  [999_999, '1.0 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test('a bar is full only when all is done', () => {
  expect(progressBar(499, 500, 8)).toBe('▇▇▇▇▇▇▇▁')
  expect(progressBar(500, 500, 8)).toBe('▇▇▇▇▇▇▇▇')
  expect(progressBar(0, 0, 4)).toBe('▇▇▇▇')
})

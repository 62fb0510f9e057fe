import { expect, test } from 'vitest'
import { plainSizes } from './plain-sizes.js'

test.each([
  ['if size(hits) > 3 call him', 'if hits > 3 call him'],
  ['only if len(report.pages) <= 2', 'only if report.pages <= 2'],
  ['the size (small) of it', 'the size (small) of it'],
  ['look for "size(hits) > 3"', 'look for "size(hits) > 3"'],
])('%j says %j', (text, plain) => {
  expect(plainSizes(text)).toBe(plain)
})

import type { Issue } from '@odp/dsl'
import { expect, test } from 'vitest'
import { codeFrame } from './code-frame.js'
import { colorsFor } from './colors.js'

const colors = colorsFor({ write: () => true }, {})
const issue = (place: Partial<Issue>): Issue => ({
  code: 'unknown_key',
  level: 1,
  severity: 'error',
  message: '',
  path: [],
  ...place,
})

test('the mark stands below what is meant', () => {
  const frame = codeFrame(issue({ line: 2, column: 3, end_line: 2, end_column: 6 }), ['a', 'b kex: 1'], colors)
  expect(frame).toEqual(['  2 │ b kex: 1', '    │   ^^^'])
})

test('wide characters, tabs and carriage returns do not move it', () => {
  const frame = codeFrame(issue({ line: 1, column: 5, end_line: 1, end_column: 6 }), ['漢字\t:x\r'], colors)
  expect(frame).toEqual(['  1 │ 漢字  :x', '    │        ^'])
})

test('of a long line the part around the mark is shown', () => {
  const line = `${'x'.repeat(5_000)}HERE${'y'.repeat(5_000)}`
  const [text = '', mark = ''] = codeFrame(
    issue({ line: 1, column: 5_001, end_line: 1, end_column: 5_005 }),
    [line],
    colors,
  )
  expect(text.length).toBeLessThan(120)
  expect(text.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1)).toBe('HERE')
})

test('a mark over several lines ends with the first, and no place means no frame', () => {
  const frame = codeFrame(issue({ line: 1, column: 1, end_line: 9, end_column: 2 }), ['steps:', '  - a'], colors)
  expect(frame[1]).toBe('    │ ^^^^^^')
  expect(codeFrame(issue({}), ['a'], colors)).toEqual([])
  expect(codeFrame(issue({ line: 7, column: 1 }), ['a'], colors)).toEqual([])
})

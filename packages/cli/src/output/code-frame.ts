import type { Issue } from '@odp/dsl'
import type { Colors } from './colors.js'
import { displayWidth, shorten } from './display-width.js'
import { plainText } from './plain-text.js'

/** Places of a line that are shown; of a longer one, those around the mark. */
const SHOWN = 100

/** The line of the text that an issue is about, with a mark below it. Empty when the issue has no place. */
export function codeFrame(issue: Issue, lines: readonly string[], colors: Colors): string[] {
  const { line, column = 1 } = issue
  const written = line === undefined ? undefined : lines[line - 1]
  if (line === undefined || written === undefined) return []
  const end = issue.end_line === line && issue.end_column !== undefined ? issue.end_column - 1 : written.length
  const start = column - 1 > SHOWN - 20 ? column - 21 : 0
  const before = shown(written.slice(start, column - 1))
  const marked = shown(written.slice(column - 1, Math.max(column, end)))
  const lead = start > 0 ? '…' : ''
  const room = SHOWN - displayWidth(lead + before)
  const width = Math.max(1, Math.min(displayWidth(marked), room))
  const text = shorten(shown(written.slice(start)), SHOWN - lead.length)
  const gutter = ' '.repeat(String(line).length)
  const mark = issue.severity === 'error' ? colors.red : colors.yellow
  return [
    `  ${colors.dim(`${line} │`)} ${lead}${text}`,
    `  ${colors.dim(`${gutter} │`)} ${' '.repeat(displayWidth(lead + before))}${mark('^'.repeat(width))}`,
  ]
}

function shown(text: string): string {
  return plainText(text.replaceAll('\t', '  ').replace(/\r$/, ''))
}

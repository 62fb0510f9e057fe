import { stringify } from 'csv-stringify/sync'

/** `columns` picks and orders the fields; by default all of them, in the order in which they are first seen. */
export interface CsvOptions {
  columns?: readonly string[]
}

// Spreadsheets run what starts so; the full-width forms are read as the plain ones by some of them.
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i

/**
 * Writes rows as CSV (RFC 4180: CRLF, doubled quotes), with a header. Lists and objects become compact JSON, null and missing fields
 * nothing. The rows hold crawled text, so a text that a spreadsheet would run as a formula gets a leading apostrophe; numbers do not.
 *
 * @throws TypeError when a row is not an object
 * @example
 * renderCsv([{ name: 'Ada', links: [1, 2] }, { name: '=1+1' }]) // name,links\r\nAda,"[1,2]"\r\n'=1+1,\r\n
 */
export function renderCsv(rows: readonly object[], options: CsvOptions = {}): string {
  rows.forEach((row, index) => {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new TypeError(
        `rows[${index}]: expected an object (one row), found ${Array.isArray(row) ? 'a list' : String(row)}`,
      )
    }
  })
  const columns = options.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))]
  if (columns.length === 0) return ''
  const cells = rows.map((row) =>
    columns.map((column) => toText(Object.hasOwn(row, column) ? Reflect.get(row, column) : undefined)),
  )
  return stringify([columns.map(disarm), ...cells], {
    record_delimiter: 'windows',
    // A spreadsheet set to another separator would split there, and a formula could start in the middle of a text.
    quoted_match: /^\s|\s$|[;\t\r\n]/,
    // Alone in its line an empty field would be no line at all.
    quoted_empty: columns.length === 1,
  })
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return disarm(value)
  return typeof value === 'object' ? disarm(JSON.stringify(value)) : String(value)
}

function disarm(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}

import type { Json } from '../json/json.js'
import { MAX_DOCUMENT_LEVELS } from './limits.js'
import { blockText, lineText } from './write-text.js'

/**
 * Writes a JSON value as readable YAML 1.2: block style, two blanks an indent, no folded lines, no aliases. The same
 * value always gives the same text, and `readYaml` gives the value back. Text is quoted where it needs to be, where
 * it holds `{{`, and where YAML 1.1 or 1.2 would take it for something else; text of several lines is a block.
 * Throws a `RangeError` for more than 100 levels and a `TypeError` for what is not JSON.
 *
 * @example
 * writeYaml({ version: '1.0', steps: [{ id: 'a' }] }) // 'version: "1.0"\nsteps:\n  - id: a\n'
 */
export function writeYaml(value: Json): string {
  const lines: string[] = []
  if (isEmpty(value)) lines.push(leafText(value, undefined))
  else writeCollection(lines, value, '', '', 1)
  return `${lines.join('\n')}\n`
}

type Collection = Exclude<Json, null | boolean | number | string>

/** Whether a value fits behind its key or dash: a scalar, or a collection without items. */
function isEmpty(value: Json): value is Exclude<Json, Collection> {
  if (typeof value !== 'object' || value === null) return true
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every((item) => item === undefined)
}

/** Writes the items of a collection. The first line starts with `lead`, since a collection in a list starts on the line of its dash. */
function writeCollection(lines: string[], collection: Collection, lead: string, indent: string, level: number): void {
  if (level > MAX_DOCUMENT_LEVELS) throw new RangeError(`A document has at most ${MAX_DOCUMENT_LEVELS} levels`)
  let start = lead
  if (Array.isArray(collection)) {
    for (const item of collection) {
      if (isEmpty(item)) lines.push(`${start}- ${leafText(item, indent)}`)
      else writeCollection(lines, item, `${start}- `, `${indent}  `, level + 1)
      start = indent
    }
    return
  }
  for (const [key, value] of Object.entries(collection)) {
    // Optional properties of typed objects may be there and undefined; JSON does not know them.
    if (value === undefined) continue
    const head = keyHead(key, start, indent)
    if (isEmpty(value)) lines.push(`${head} ${leafText(value, indent)}`)
    else {
      lines.push(head)
      writeCollection(lines, value, `${indent}  `, `${indent}  `, level + 1)
    }
    start = indent
  }
}

/** A key up to its colon. YAML allows a plain `key:` only up to 1,024 characters. */
function keyHead(key: string, start: string, indent: string): string {
  const text = lineText(key)
  return text.length < 1000 ? `${start}${text}:` : `${start}? ${text}\n${indent}:`
}

function leafText(value: Exclude<Json, Collection> | Collection, indent: string | undefined): string {
  switch (typeof value) {
    case 'string':
      return (indent === undefined ? undefined : blockText(value, indent)) ?? lineText(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} is no number of JSON`)
      return String(value)
    case 'boolean':
      return String(value)
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}'
    default:
      throw new TypeError(`A ${typeof value} is no value of JSON`)
  }
}

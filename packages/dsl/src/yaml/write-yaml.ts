import type { Json } from '../json/json.js'
import { MAX_DOCUMENT_LEVELS } from './limits.js'
import { blockText, doubleQuoted, lineText } from './write-text.js'

/** How a piece of YAML is laid out, so that it fits the text that it is put into. */
export interface YamlStyle {
  /** Blanks by which a mapping stands further right than its key. */
  readonly step: string
  /** Blanks by which a list stands further right than its key. */
  readonly listStep: string
  /** Whether every text value stands in double quotes. */
  readonly quoted: boolean
  /** Which texts of several lines are blocks; `ended` leaves out those whose value depends on the blank lines that follow. */
  readonly blocks: 'all' | 'ended' | 'none'
}

const CANONICAL: YamlStyle = { step: '  ', listStep: '  ', quoted: false, blocks: 'all' }

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
  return `${yamlText(value, CANONICAL)}\n`
}

/** Like `writeYaml`, in a style, and without the end of the last line. */
export function yamlText(value: Json, style: YamlStyle): string {
  const lines: string[] = []
  if (isEmpty(value)) lines.push(leafText(value, undefined, style))
  else writeCollection(lines, value, '', '', 1, style)
  return lines.join('\n')
}

type Collection = Exclude<Json, null | boolean | number | string>

/** Whether a value fits behind its key or dash: a scalar, or a collection without items. */
export function isEmpty(value: Json): value is Exclude<Json, Collection> {
  if (typeof value !== 'object' || value === null) return true
  return Array.isArray(value) ? value.length === 0 : Object.values(value).every((item) => item === undefined)
}

/** Writes the items of a collection. The first line starts with `lead`, since a collection in a list starts on the line of its dash. */
function writeCollection(
  lines: string[],
  collection: Collection,
  lead: string,
  indent: string,
  level: number,
  style: YamlStyle,
): void {
  if (level > MAX_DOCUMENT_LEVELS) throw new RangeError(`A document has at most ${MAX_DOCUMENT_LEVELS} levels`)
  let start = lead
  if (Array.isArray(collection)) {
    for (const item of collection) {
      if (isEmpty(item)) lines.push(`${start}- ${leafText(item, indent, style)}`)
      else writeCollection(lines, item, `${start}- `, `${indent}  `, level + 1, style)
      start = indent
    }
    return
  }
  for (const [key, value] of Object.entries(collection)) {
    // Optional properties of typed objects may be there and undefined; JSON does not know them.
    if (value === undefined) continue
    const head = keyHead(key, start, indent)
    if (isEmpty(value)) lines.push(`${head} ${leafText(value, indent, style)}`)
    else {
      lines.push(head)
      const inner = indent + (Array.isArray(value) ? style.listStep : style.step)
      writeCollection(lines, value, inner, inner, level + 1, style)
    }
    start = indent
  }
}

/** YAML allows a plain `key:` only up to 1,024 characters. */
export const LONGEST_PLAIN_KEY = 999

function keyHead(key: string, start: string, indent: string): string {
  const text = lineText(key)
  return text.length <= LONGEST_PLAIN_KEY ? `${start}${text}:` : `${start}? ${text}\n${indent}:`
}

function leafText(
  value: Exclude<Json, Collection> | Collection,
  indent: string | undefined,
  { blocks, quoted }: YamlStyle,
): string {
  switch (typeof value) {
    case 'string': {
      const isBlock = blocks === 'all' || (blocks === 'ended' && !value.endsWith('\n\n'))
      const block = indent === undefined || !isBlock ? undefined : blockText(value, indent)
      return block ?? (quoted ? doubleQuoted(value) : lineText(value))
    }
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

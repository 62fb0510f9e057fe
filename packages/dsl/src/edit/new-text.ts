import { isScalar, type Node } from 'yaml'
import type { Json } from '../json/json.js'
import { blockText, doubleQuoted, isPlain, lineText, singleQuoted } from '../yaml/write-text.js'
import { isEmpty, LONGEST_PLAIN_KEY, type YamlStyle, yamlText } from '../yaml/write-yaml.js'
import { isBlockText } from './entry-place.js'

/** How new pieces of a text are written. */
export interface TextStyle extends YamlStyle {
  /** Whether the whole text is JSON. */
  readonly json: boolean
  /** The line break of the text. */
  readonly lineBreak: string
}

/** A value that is about to be written: what goes behind its key or dash, and the lines below. */
export interface NewValue {
  readonly head: string
  readonly body: readonly string[]
}

/** Writes a value for block style. The lines of the body are indented as if its parent stood at the left edge. */
export function newValue(value: Json, style: TextStyle, replaced: Node | null): NewValue {
  if (typeof value === 'string') {
    const isBlock = style.blocks !== 'none' && !value.endsWith('\n\n')
    const [head = '', ...body] = (isBlock ? blockText(value, '') : undefined)?.split('\n') ?? [
      scalarText(value, style, replaced),
    ]
    return { head, body }
  }
  if (isEmpty(value)) return { head: yamlText(value, style), body: [] }
  return { head: '', body: yamlText(value, style).split('\n') }
}

/** The line or lines of an entry of a block list or mapping at the left edge. */
export function newEntry(key: string | undefined, value: Json, style: TextStyle): string[] {
  return yamlText(key === undefined ? [value] : { [key]: value }, style).split('\n')
}

/** A scalar on one line, in the quotes of the one that it replaces. */
function scalarText(value: null | boolean | number | string, style: TextStyle, replaced: Node | null): string {
  if (typeof value !== 'string') return yamlText(value, style)
  if (style.json) return doubleQuoted(value)
  const type = isScalar(replaced) && typeof replaced.value === 'string' && !isBlockText(replaced) ? replaced.type : ''
  if (type === 'QUOTE_SINGLE') return singleQuoted(value) ?? doubleQuoted(value)
  if (type === 'QUOTE_DOUBLE' || (style.quoted && type !== 'PLAIN')) return doubleQuoted(value)
  return lineText(value)
}

/** A value with brackets, on one line. */
export function flowText(value: Json, style: TextStyle, replaced: Node | null = null): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, style, replaced)).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).filter(([, item]) => item !== undefined)
    if (pairs.length === 0) return '{}'
    const text = pairs.map(([key, item]) => flowPair(key, flowText(item, style), style)).join(', ')
    return style.json ? `{${text}}` : `{ ${text} }`
  }
  return flowScalar(value, style, replaced)
}

/** A key and its written value between braces. */
export function flowPair(key: string, value: string, style: TextStyle): string {
  const text = flowScalar(key, { ...style, quoted: false }, null)
  return text.length <= LONGEST_PLAIN_KEY || style.json ? `${text}: ${value}` : `? ${text} : ${value}`
}

/** A scalar between brackets. */
export function flowScalar(value: null | boolean | number | string, style: TextStyle, replaced: Node | null): string {
  const text = scalarText(value, style, replaced)
  return typeof value === 'string' && isPlain(text) && /[,[\]{}]/.test(text) ? doubleQuoted(value) : text
}

/** A value as JSON on several lines. The first has no indentation. */
export function jsonLines(value: Json, step: string): string[] {
  return JSON.stringify(value, null, step).split('\n')
}

import { isCollection, isScalar } from 'yaml'
import type { Json } from '../json/json.js'
import { isEmpty } from '../yaml/write-yaml.js'
import { commentsInside } from './comments-inside.js'
import { addEdit, type Emission } from './emission.js'
import { type EntryPlace, endWithComments, isBlockText, isFlow } from './entry-place.js'
import { flowText, jsonLines, type NewValue, newValue } from './new-text.js'
import { columnOf, endOfLineAbove, indentOf, lineEnd, lineStart, startsLine } from './text-lines.js'

/** Lists up to this length go into brackets when they take the place of a scalar. */
const SHORT_LIST = 80

/** Writes a value anew where another stood. */
export function replaceValue(emission: Emission, place: EntryPlace, value: Json): void {
  if (place.flow) replaceInFlow(emission, place, value)
  else if (place.kind === 'root') replaceRoot(emission, place, value)
  else if (place.head === undefined) {
    // A `?` key without a value.
    const text = `${emission.style.lineBreak}${indentOf(emission.text, place.start)}: ${flowText(value, emission.style)}`
    addEdit(emission, place.end, place.end, text)
  } else replaceInBlock(emission, place, place.head, value)
}

/** A value between brackets. JSON on several lines stays on several lines. */
export function writtenInFlow({ text, style }: Emission, beside: number, value: Json): string {
  if (!style.json || !startsLine(text, beside) || isEmpty(value)) return flowText(value, style)
  return jsonLines(value, style.step).join(style.lineBreak + indentOf(text, beside))
}

function replaceInFlow(emission: Emission, place: EntryPlace, value: Json): void {
  const { node, valueStart, head, end, start } = place
  const isText = typeof value !== 'object' || value === null
  const text = isText ? flowText(value, emission.style, node) : writtenInFlow(emission, start, value)
  if (valueStart !== undefined) addEdit(emission, valueStart, end, text)
  else if (head !== undefined) addEdit(emission, head, head, ` ${text}`)
  else addEdit(emission, end, end, `: ${text}`)
}

function replaceRoot(emission: Emission, place: EntryPlace, value: Json): void {
  const { text, style } = emission
  const { head, body } = newValue(value, { ...style, blocks: isEmpty(value) ? 'none' : 'ended' }, place.node)
  const written = [...(head === '' ? [] : [head]), ...body].join(style.lineBreak)
  const end = isFlow(place.node) || isScalar(place.node) ? place.end : endWithComments(place, text)
  addEdit(emission, place.start, end, (startsLine(text, place.start) ? '' : style.lineBreak) + written)
}

function replaceInBlock(emission: Emission, place: EntryPlace, headEnd: number, value: Json): void {
  const { text, style } = emission
  const { node, valueStart, end } = place
  const isBlock = isCollection(node) && !isFlow(node)
  const isBelow = valueStart !== undefined && lineEnd(text, headEnd) < valueStart
  const endOfAll = endWithComments(place, text)
  // A block text would take the comments below it for a part of it.
  const takesBlocks = isBlock || (endOfAll === lineEnd(text, end) && !isBelow)
  const { head, body } = inStyle(emission, place, value, takesBlocks)
  const { lineBreak } = style
  const indent = ' '.repeat(columnOf(text, place.start))
  const below = body.map((line) => lineBreak + (line === '' ? '' : indent + line)).join('')
  const behindHead = head === '' ? '' : ` ${head}`
  if (isBlock && emission.keepComments) {
    const start = lineStart(text, place.start)
    const above = commentsInside(node, endOfAll).map((comment) => indentOf(text, start) + comment + lineBreak)
    addEdit(emission, start, start, above.join(''))
  }

  if (valueStart === undefined) {
    addEdit(emission, headEnd, headEnd, behindHead)
    addEdit(emission, lineEnd(text, headEnd), lineEnd(text, headEnd), below)
  } else if (isBlock && isBelow) {
    addEdit(emission, headEnd, headEnd, behindHead)
    addEdit(emission, lineEnd(text, headEnd), endOfAll, below)
  } else if (isBlock) {
    addEdit(emission, headEnd, endOfAll, behindHead === '' ? besideDash(place, below) : behindHead + below)
  } else if (isBelow && head !== '') {
    // On a line of its own, below comments, a plain scalar is misread by the YAML library.
    addEdit(emission, headEnd, headEnd, behindHead)
    addEdit(emission, endOfLineAbove(text, lineStart(text, valueStart)), end, '')
  } else if (head !== '') {
    addEdit(emission, valueStart, end, head)
    addEdit(emission, lineEnd(text, end), lineEnd(text, end), below)
  } else if (text.slice(end, lineEnd(text, end)).trim() === '' && !isBelow) {
    addEdit(emission, headEnd, lineEnd(text, end), besideDash(place, below))
  } else {
    addEdit(emission, isBelow ? endOfLineAbove(text, lineStart(text, valueStart)) : headEnd, end, '')
    addEdit(emission, lineEnd(text, end), lineEnd(text, end), below)
  }
}

/** The first line of a mapping or list goes on the line of its dash. */
function besideDash({ kind }: EntryPlace, below: string): string {
  return kind === 'item' ? ` ${below.trimStart()}` : below
}

/** Writes a value with brackets where some stood or where it is a short list, else as a block. */
function inStyle({ style }: Emission, { kind, node }: EntryPlace, value: Json, takesBlocks: boolean): NewValue {
  const isCollected = typeof value === 'object' && value !== null && !isEmpty(value)
  if (isCollected && isFlow(node) && isCollection(node) && node.items.length > 0) {
    return { head: flowText(value, style), body: [] }
  }
  if (Array.isArray(value) && isCollected && isScalar(node) && node.source !== '' && !isBlockText(node)) {
    const text = flowText(value, style, node)
    if (value.every(isEmpty) && text.length <= SHORT_LIST) return { head: text, body: [] }
  }
  const written = newValue(value, takesBlocks ? style : { ...style, blocks: 'none' }, node)
  if (!isCollected) return written
  const step = kind === 'item' ? '  ' : Array.isArray(value) ? style.listStep : style.step
  return { head: '', body: written.body.map((line) => (line === '' ? '' : step + line)) }
}

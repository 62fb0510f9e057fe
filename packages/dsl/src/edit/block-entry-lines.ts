import { isSeq } from 'yaml'
import { type DraftEntry, draftValue } from './draft.js'
import type { Emission } from './emission.js'
import { type EntryPlace, endWithComments, isFlow } from './entry-place.js'
import { keepsBlankLines } from './keeps-blank-lines.js'
import { newEntry } from './new-text.js'
import { applyTextEdits, joinEdits } from './text-edit.js'
import { columnOf, lineEnd, lineStart, startOfComments, startsLine } from './text-lines.js'

/** The lines of an entry that is put into a block list or mapping at a column. What has moved keeps its comments and its spelling. */
export function blockEntryLines(emission: Emission, isItem: boolean, entry: DraftEntry, column: number): string[] {
  const lines = isItem ? movedLines(emission, entry) : undefined
  const indent = ' '.repeat(column)
  const written =
    lines ?? newEntry(isItem ? undefined : entry.key, draftValue(entry.value), { ...emission.style, blocks: 'ended' })
  return written.map((line) => (line === '' ? '' : indent + line))
}

/** The lines of an item that stands elsewhere in the text, as if it stood at the left edge. */
function movedLines(emission: Emission, { origin, value }: DraftEntry): string[] | undefined {
  if (origin === undefined || isFlow(origin.collection) || !isSeq(origin.collection)) return undefined
  const { text } = emission
  // Elsewhere other blank lines would become a part of it.
  if (keepsBlankLines(value, text)) return undefined
  const places = emission.placesOf(origin.collection)
  const place = places[origin.index]
  if (place === undefined) return undefined
  const edits = editsInside(emission, place, { origin, value, key: '' })
  if (edits === undefined) return undefined
  const end = endWithComments(place, text)
  const moved = applyTextEdits(text.slice(place.start, end), joinEdits(edits), place.start)
  const column = columnOf(text, place.start)
  const start = lineStart(text, place.start)
  const previous = places[origin.index - 1]
  const floor = previous === undefined ? 0 : lineEnd(text, previous.end)
  const above = startsLine(text, place.start) ? startOfComments(text, start, column, floor) : start
  const comments = text.slice(above, start)
  return (comments + ' '.repeat(column) + moved).split(/\r?\n/).map((line) => outdent(line, column))
}

/** The edits in an item that moves; `undefined` when its value is another one. */
function editsInside(emission: Emission, place: EntryPlace, { origin, value }: DraftEntry) {
  if (origin === undefined || value.node !== origin.value.node) return undefined
  const inner: Emission = { ...emission, edits: [] }
  emission.emitValue(inner, place, value, origin.value)
  return inner.edits
}

/** Lines of a text in quotes may stand further left than their item. */
function outdent(line: string, column: number): string {
  return line.slice(Math.min(column, line.length - line.trimStart().length))
}

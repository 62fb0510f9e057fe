import { isSeq } from 'yaml'
import { type CollectionNode, type DraftEntry, draftValue } from './draft.js'
import { addEdit, type Emission } from './emission.js'
import type { EntryPlace } from './entry-place.js'
import type { PlannedEntry } from './kept-entries.js'
import { flowPair } from './new-text.js'
import { renameKey } from './rename-key.js'
import { writtenInFlow } from './replace-value.js'
import { applyTextEdits, joinEdits } from './text-edit.js'
import { endOfLineAbove, indentOf, lineEnd, lineStart, startOfComments, startsLine } from './text-lines.js'

/** Makes the edits of a list or mapping in brackets of which at least one entry is kept. */
export function emitFlow(emission: Emission, collection: CollectionNode, plan: readonly PlannedEntry[]): void {
  const { text, style } = emission
  const places = emission.placesOf(collection)
  const hasLastComma = places.at(-1)?.comma !== undefined
  removeEntries(emission, collection, places, new Set(plan.map(({ origin }) => origin?.index)))

  const anchor = places[plan.find(({ origin }) => origin !== undefined)?.origin?.index ?? -1]
  let previous: EntryPlace | undefined
  for (const [index, { entry, origin }] of plan.entries()) {
    const isLast = index === plan.length - 1
    if (origin !== undefined) {
      const place = places[origin.index]
      if (place === undefined) continue
      if (entry.key !== origin.key) renameKey(emission, place, entry.key)
      emission.emitValue(emission, place, entry.value, origin.value)
      if (isLast && place.comma !== undefined && !hasLastComma && !needsComma(text, place.comma)) {
        addEdit(emission, place.comma, place.comma + 1, '')
      }
      if (!isLast && place.comma === undefined) addEdit(emission, place.end, place.end, ',')
      previous = place
      continue
    }
    const beside = previous ?? anchor
    if (beside === undefined) continue
    const isOpenEnd = isLast && !hasLastComma && !needsComma(text, endWithComma(beside))
    const written = entryText(emission, isSeq(collection), entry, beside.start) + (isOpenEnd ? '' : ',')
    const indent = indentOf(text, beside.start)
    if (previous !== undefined) {
      const end = endWithComma(previous)
      if (hasOwnLine(previous, text)) {
        addEdit(emission, lineEnd(text, end), lineEnd(text, end), style.lineBreak + indent + written)
      } else addEdit(emission, end, end, ` ${written}`)
    } else if (hasOwnLine(beside, text)) {
      const line = firstLine(beside, text, collection.range?.[0] ?? 0)
      addEdit(emission, line, line, indent + written + style.lineBreak)
    } else addEdit(emission, beside.start, beside.start, `${written} `)
  }
}

function removeEntries(
  emission: Emission,
  collection: CollectionNode,
  places: readonly EntryPlace[],
  kept: ReadonlySet<number | undefined>,
): void {
  const { text } = emission
  const open = collection.range?.[0] ?? 0
  let isFirst = true
  for (const [index, place] of places.entries()) {
    if (kept.has(index)) {
      isFirst = false
      continue
    }
    const end = endWithComma(place)
    const previous = places[index - 1]
    const next = places[index + 1]
    if (hasOwnLine(place, text)) {
      const start = firstLine(place, text, previous === undefined ? open : endWithComma(previous))
      addEdit(emission, endOfLineAbove(text, start), lineEnd(text, end), '')
    } else if (isFirst || startsLine(text, place.start)) {
      const reachesNext =
        next !== undefined && text.slice(end, next.start).trim() === '' && !spansLines(text, end, next)
      addEdit(emission, place.start, reachesNext ? next.start : end, '')
    } else addEdit(emission, previous === undefined ? open + 1 : endWithComma(previous), end, '')
  }
}

function entryText(emission: Emission, isItem: boolean, entry: DraftEntry, beside: number): string {
  const { key, value, origin } = entry
  const place = isItem && origin !== undefined ? emission.placesOf(origin.collection)[origin.index] : undefined
  if (place?.flow === true && origin !== undefined && value.node === origin.value.node) {
    const inner: Emission = { ...emission, edits: [] }
    emission.emitValue(inner, place, value, origin.value)
    return applyTextEdits(emission.text.slice(place.start, place.end), joinEdits(inner.edits), place.start)
  }
  const written = writtenInFlow(emission, beside, draftValue(value))
  return isItem ? written : flowPair(key, written, emission.style)
}

/** Whether a comment at the left edge follows: the YAML library refuses it below a value without a comma. */
function needsComma(text: string, comma: number): boolean {
  return /^[^\n]*\n(?:[ \t\r]*\n)*#/.test(text.slice(comma))
}

function endWithComma({ end, comma }: EntryPlace): number {
  return comma === undefined ? end : comma + 1
}

/** Whether nothing else stands on the lines of an entry, but for comments. */
function hasOwnLine(place: EntryPlace, text: string): boolean {
  const end = endWithComma(place)
  const rest = text.slice(end, lineEnd(text, end)).trim()
  return startsLine(text, place.start) && (rest === '' || rest.startsWith('#'))
}

/** Start of the first line of an entry, with the comment lines directly above. */
function firstLine(place: EntryPlace, text: string, floor: number): number {
  return startOfComments(text, lineStart(text, place.start), Number.POSITIVE_INFINITY, lineEnd(text, floor))
}

function spansLines(text: string, end: number, next: EntryPlace): boolean {
  return lineEnd(text, end) < next.start
}

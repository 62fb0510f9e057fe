import { isSeq } from 'yaml'
import { blockEntryLines } from './block-entry-lines.js'
import type { CollectionNode, Draft } from './draft.js'
import { addEdit, type Emission } from './emission.js'
import { type EntryPlace, endWithComments } from './entry-place.js'
import { keepsBlankLines } from './keeps-blank-lines.js'
import type { KeptEntry, PlannedEntry } from './kept-entries.js'
import { removeFirstEntries, removeLines } from './remove-lines.js'
import { renameKey } from './rename-key.js'
import { behindBreak, columnOf, isBlankLine, lineEnd, lineStart, startOfComments, startsLine } from './text-lines.js'

/** Makes the edits of a block list or mapping of which at least one entry is kept. `floor` is where its first comment can start. */
export function emitBlock(
  emission: Emission,
  collection: CollectionNode,
  plan: readonly PlannedEntry[],
  floor: number,
): void {
  const { text, style } = emission
  const places = emission.placesOf(collection)
  const first = places[0]
  const firstKept = plan.find((planned): planned is KeptEntry => planned.origin !== undefined)
  const anchor = firstKept === undefined ? undefined : places[firstKept.origin.index]
  if (first === undefined || firstKept === undefined || anchor === undefined) return
  const column = columnOf(text, first.start)
  const isSpaced = isSeq(collection) && hasBlankLineBetween(places, text)

  // The first entry of a list in a list, or of a mapping in a list, stands on the line of a dash.
  const besideDash = startsLine(text, first.start) ? 0 : firstKept.origin.index
  const isPulledUp = besideDash > 0 && removeFirstEntries(emission, places.slice(0, besideDash), anchor)
  const isBesideDash = isPulledUp || !startsLine(text, anchor.start)
  const stays = new Map(
    plan.flatMap(({ entry, origin }) => (origin === undefined ? [] : [[origin.index, entry.value]])),
  )
  removeLines(emission, places, stays, floor, besideDash)

  let previous: { readonly place: EntryPlace; readonly value: Draft } | undefined
  for (const planned of plan) {
    const { entry, origin } = planned
    if (origin !== undefined) {
      const place = places[origin.index]
      if (place === undefined) continue
      if (entry.key !== origin.key) renameKey(emission, place, entry.key)
      emission.emitValue(emission, place, entry.value, origin.value)
      previous = { place, value: entry.value }
      continue
    }
    const lines = blockEntryLines(emission, isSeq(collection), entry, column)
    if (previous !== undefined) {
      const at = endWithComments(previous.place, text)
      const gap = isSpaced && !keepsBlankLines(previous.value, text) ? style.lineBreak : ''
      addEdit(emission, at, at, gap + lines.map((line) => style.lineBreak + line).join(''))
    } else if (isBesideDash) {
      const written = [...lines, ' '.repeat(column)].join(style.lineBreak)
      addEdit(emission, anchor.start, anchor.start, written.slice(column))
    } else {
      const at = startOfComments(text, lineStart(text, anchor.start), column, floor)
      const gap = isSpaced ? style.lineBreak : ''
      addEdit(emission, at, at, lines.map((line) => line + style.lineBreak).join('') + gap)
    }
  }
}

/** Whether a blank line stands between the last two items of a list. */
function hasBlankLineBetween(places: readonly EntryPlace[], text: string): boolean {
  const last = places.at(-1)
  const other = places.at(-2)
  if (last === undefined || other === undefined) return false
  const above = startOfComments(text, lineStart(text, last.start), columnOf(text, last.start), other.end)
  for (let line = behindBreak(text, lineEnd(text, other.end)); line < above; ) {
    if (isBlankLine(text, line)) return true
    line = behindBreak(text, lineEnd(text, line))
  }
  return false
}

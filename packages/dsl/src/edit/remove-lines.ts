import type { Draft } from './draft.js'
import { addEdit, type Emission } from './emission.js'
import { type EntryPlace, endWithComments } from './entry-place.js'
import { keepsBlankLines } from './keeps-blank-lines.js'
import {
  behindBreak,
  columnOf,
  endOfLineAbove,
  isBlankLine,
  lineEnd,
  lineStart,
  startOfComments,
} from './text-lines.js'

/**
 * Removes the lines of the entries of a block list or mapping, from the one with the index `first` on, that do not
 * stay, each with the comment directly above it. A line break goes with the line above it, so that what is put in behind that line is not removed.
 */
export function removeLines(
  emission: Emission,
  places: readonly EntryPlace[],
  stays: ReadonlyMap<number, Draft>,
  floor: number,
  first = 0,
): void {
  const { text } = emission
  let above: Draft | undefined
  for (const [index, place] of places.entries()) {
    const value = stays.get(index)
    if (value !== undefined) above = value
    if (value !== undefined || index < first) continue
    const previous = places[index - 1]
    const bottom = previous === undefined ? floor : endWithComments(previous, text)
    const start = startOfComments(text, lineStart(text, place.start), columnOf(text, place.start), bottom)
    let end = endWithComments(place, text)
    const next = behindBreak(text, end)
    const isEnd = index === places.length - 1 || next >= text.length
    let from = endOfLineAbove(text, start)
    if (isEnd || isBlankLine(text, next)) from = aboveBlankLines(text, from, bottom)
    // Blank lines would become the first of the list or mapping, or a part of the text above.
    const leadsBlank = above === undefined && !isEnd && from === endOfLineAbove(text, start)
    if (leadsBlank || keepsBlankLines(above, text)) end = belowBlankLines(text, end)
    addEdit(emission, from, start === 0 ? behindBreak(text, end) : end, '')
  }
}

/**
 * Removes the entries that start on the line of a dash. The next one takes their place on that line, if nothing
 * stands between; then the answer is true.
 */
export function removeFirstEntries(emission: Emission, places: readonly EntryPlace[], next: EntryPlace): boolean {
  const { text } = emission
  const first = places[0]
  const last = places.at(-1)
  if (first === undefined || last === undefined) return false
  if (text.slice(lineEnd(text, last.end), next.start).trim() === '') {
    addEdit(emission, first.start, next.start, '')
    return true
  }
  const line = text.slice(lineStart(text, first.start), first.start)
  addEdit(emission, first.start - (line.length - line.trimEnd().length), endWithComments(last, text), '')
  return false
}

function aboveBlankLines(text: string, from: number, bottom: number): number {
  let end = from
  while (end > bottom && isBlankLine(text, lineStart(text, end))) end = endOfLineAbove(text, lineStart(text, end))
  return Math.max(end, bottom)
}

function belowBlankLines(text: string, end: number): number {
  let last = end
  for (let start = behindBreak(text, end); start > last && isBlankLine(text, start); ) {
    last = lineEnd(text, start)
    start = behindBreak(text, last)
  }
  return last
}

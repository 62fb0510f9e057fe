/**
 * A replacement of a part of a text. Offsets count UTF-16 units from 0 in the text as given; the end is exclusive.
 *
 * @example
 * ```ts
 * import type { TextEdit } from '@odp/dsl'
 *
 * const applied = (source: string, { start_offset, end_offset, text }: TextEdit) =>
 *   source.slice(0, start_offset) + text + source.slice(end_offset)
 * ```
 */
export interface TextEdit {
  readonly start_offset: number
  readonly end_offset: number
  readonly text: string
}

/** Brings edits into the order of the text and joins those that touch. What was put in at the same place keeps its order. */
export function joinEdits(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = []
  for (const edit of edits.toSorted(byPlace)) {
    const last = joined.at(-1)
    if (last !== undefined && edit.start_offset <= last.end_offset) {
      joined[joined.length - 1] = {
        start_offset: last.start_offset,
        end_offset: Math.max(last.end_offset, edit.end_offset),
        text: last.text + edit.text,
      }
    } else joined.push(edit)
  }
  return joined
}

/** What is put in before a part of the text comes before what takes the place of that part. */
function byPlace(left: TextEdit, right: TextEdit): number {
  return left.start_offset - right.start_offset || Number(putsIn(right)) - Number(putsIn(left))
}

function putsIn({ start_offset, end_offset }: TextEdit): boolean {
  return start_offset === end_offset
}

/** Applies joined edits to the part of a text that starts at `offset`. */
export function applyTextEdits(text: string, edits: readonly TextEdit[], offset = 0): string {
  const parts: string[] = []
  let done = offset
  for (const edit of edits) {
    parts.push(text.slice(done - offset, edit.start_offset - offset), edit.text)
    done = edit.end_offset
  }
  parts.push(text.slice(done - offset))
  return parts.join('')
}

import { countUpTo } from './count-up-to.js'

/** Text that is put in at an offset of the original. */
export interface Insertion {
  readonly offset: number
  readonly text: string
}

/** A text with insertions, and where its offsets lie in the original and back. */
export interface InsertedText {
  readonly text: string
  toOriginal(offset: number): number
  fromOriginal(offset: number): number
}

/** A text as it is. */
export function untouched(text: string): InsertedText {
  return { text, toOriginal: (offset) => offset, fromOriginal: (offset) => offset }
}

/** Puts insertions into a text. An inserted part lies, in the original, where it was put in. */
export function insertInto(original: string, insertions: readonly Insertion[]): InsertedText {
  const sorted = insertions.toSorted((a, b) => a.offset - b.offset)
  const parts: string[] = []
  // For each insertion: its offset in the new text, and how much was put in before it.
  const starts: number[] = []
  const added: number[] = []
  let done = 0
  let sum = 0
  for (const { offset, text } of sorted) {
    parts.push(original.slice(done, offset), text)
    starts.push(offset + sum)
    added.push(sum)
    done = offset
    sum += text.length
  }
  parts.push(original.slice(done))
  const behind = sorted.map((insertion) => insertion.offset + 1)
  return {
    text: parts.join(''),
    toOriginal(offset) {
      const index = countUpTo(starts, offset) - 1
      const insertion = sorted[index]
      if (insertion === undefined) return offset
      const before = added[index] ?? 0
      return Math.max(insertion.offset, offset - before - insertion.text.length)
    },
    fromOriginal(offset) {
      const index = countUpTo(behind, offset)
      return offset + (added[index] ?? sum)
    },
  }
}

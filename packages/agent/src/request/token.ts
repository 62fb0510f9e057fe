import { stem } from '../words/stem.js'
import type { Mention } from './mention.js'

/** A word, a constant or a mark of the request. */
export interface Token {
  readonly text: string
  readonly lower: string
  readonly stem: string
  readonly start: number
  readonly end: number
  readonly kind: 'word' | 'mention' | 'mark'
  readonly mention?: Mention
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Splits a request into words, constants and marks; what settings took is left out, `names` are words whatever marks they have. */
export function tokenize(
  text: string,
  mentions: readonly Mention[],
  taken: readonly Range[],
  names: readonly Range[] = [],
): Token[] {
  const tokens: Token[] = []
  const fixed = [
    ...mentions.map((mention) => ({ ...mention, mention })),
    ...taken.map((one) => ({ ...one, mention: undefined })),
    ...names.map(({ start, end }) => ({ start, end, mention: undefined, is_name: true })),
  ].sort((a, b) => a.start - b.start)
  let at = 0
  const words = (until: number) => {
    for (const match of text
      .slice(at, until)
      .matchAll(/->|=>|→|[<>=!]=|[<>=≥≤≠]|\p{L}[\p{L}\p{M}\d'’]*(?:-\p{L}[\p{L}\d]*)*|\d+|[.,;:!?()+&|\n–—]/gu)) {
      const start = at + match.index
      const raw = match[0]
      const kind = /^[\p{L}\d]/u.test(raw) ? 'word' : 'mark'
      for (const [offset, part] of parts(raw)) {
        const lower = part
          .toLowerCase()
          .replace(/['’](s|d|ll|m|ve|re)$/, '')
          .replace(/’/g, "'")
        tokens.push({
          text: part,
          lower,
          stem: kind === 'word' ? stem(lower) : part,
          start: start + offset,
          end: start + offset + part.length,
          kind,
        })
      }
    }
  }
  for (const part of fixed) {
    words(part.start)
    if (part.mention !== undefined)
      tokens.push({
        text: part.mention.text,
        lower: '',
        stem: '',
        start: part.start,
        end: part.end,
        kind: 'mention',
        mention: part.mention,
      })
    else if ('is_name' in part) {
      for (const { 0: word, index } of text.slice(part.start, part.end).matchAll(/[\p{L}\d]+/gu)) {
        const start = part.start + index
        tokens.push({
          text: word,
          lower: word.toLowerCase(),
          stem: stem(word),
          start,
          end: start + word.length,
          kind: 'word',
        })
      }
    }
    at = Math.max(at, part.end)
  }
  words(text.length)
  return tokens
}

/** `follow-up` is two words, `e-mail` is one. */
function parts(word: string): readonly (readonly [number, string])[] {
  if (!/\p{L}-/u.test(word) || /^e-/i.test(word)) return [[0, word]]
  const found: [number, string][] = []
  let at = 0
  for (const part of word.split('-')) {
    if (part !== '') found.push([at, part])
    at += part.length + 1
  }
  return found
}

import type { Mention, MentionKind } from './mention.js'

/** A run without blanks, up to the mark that ends a part of a sentence; brackets belong to it where they close in it. */
export const TOKEN_WITH_DIGIT =
  /(?<![^\s"“„«`'(,;[|=≥≤<>–—+&])(?=[^\s]*\d)[\p{L}\d](?:[^\s"“”„«»`,;()[\]{}|=→<>&+–—]|(?<=\p{L})>(?=\p{L})|->(?=\p{L}(?:$|[\s,.;]))|\([^\s()]{1,40}\)(?=[^\s,;.]))*(?<=[\p{L}\d)*])/gu

const MEASURE = /^\d+(?:\.\d+)?(?:[-/]?\p{L}+|%)?$/u

/**
 * A token with a digit is one constant, whatever marks are in it: `12-334/7`, `1.2.840.113619`, `10.1016/S0140-6736(20)30183-5`.
 * Undefined where it is none, or where its form is one that is read elsewhere: a name with hyphens, a domain, a measure.
 */
export function readToken(text: string): Pick<Mention, 'value' | 'kinds'> | undefined {
  if (!/\d/.test(text) || MEASURE.test(text)) return undefined
  const isSlashed = /^(?=.*\d)[^/]+(?:\/[^/]+)+$/u.test(text)
  // `24/7`, `3/4` and `req/10` are said of amounts; `12/11/2024` is a day.
  if (isSlashed && (/^\d{1,2}\/\d{1,2}$/.test(text) || !/\d/.test(text.slice(text.indexOf('/'))))) return undefined
  if (/^\d{1,2}\/\d{1,2}\/(?:19|20)\d{2}$/.test(text))
    return { value: text, kinds: kinds(['date', 0.8], ['code', 0.4]) }
  if (/^0\d{1,4}[/-]\d[\d-]*$/.test(text)) return undefined
  const isDotted = /^\d+(?:\.\d+){2,}$/.test(text)
  const isTime = /^\d{1,2}:\d{2}(?::\d{2})?$/.test(text)
  // `limit:20` says which input a number is for.
  const isPair = /^[a-z_]+:-?\d+(?:\.\d+)?$/.test(text)
  const isMarked = (/[>*()]/.test(text) || (text.includes(':') && !isPair)) && /\p{L}/u.test(text) && !isTime
  const isPoint =
    /^[\p{L}\d-]+(?:\.[\p{L}\d-]+)*\.\d[\p{L}\d-]*$/u.test(text) && /\p{L}/u.test(text) && !/^v\d/i.test(text)
  if (!isSlashed && !isDotted && !isMarked && !isPoint) return undefined
  return { value: text, kinds: kinds(['code', 1], ['name', 0.3]) }
}

function kinds(...pairs: readonly (readonly [MentionKind, number])[]): ReadonlyMap<MentionKind, number> {
  return new Map(pairs)
}

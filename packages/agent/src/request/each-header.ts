import { MORE_VERBS, REQUEST_VERBS } from '../words/english.js'
import { JOINING } from './clause-marks.js'
import { startsName } from './condition-end.js'
import type { EntryNames } from './entry-names.js'
import type { Token } from './token.js'

const ARTICLE = /^(the|a|an|its|his|her|their)$/
const PREPOSITION = /^(of|in|by|from|for|on|with|at|to|over|through)$/

/** `for each of a, b and c`: the constants that are gone through, and how many tokens say them; undefined where a word says of what. */
export function eachListed(tokens: readonly Token[], from: number): { tokens: Token[]; length: number } | undefined {
  const first = tokens.slice(from, from + 6).findIndex(({ kind }) => kind === 'mention')
  const words = tokens.slice(from, from + Math.max(first, 0))
  // `each officer of Acme` speaks of something else than Acme.
  if (
    first < 0 ||
    words.some(({ kind, lower }, at) => kind !== 'word' || (at > 0 && /^(of|in|by|from|for|on|with|at)$/.test(lower)))
  )
    return undefined
  const listed = [tokens[from + first] as Token]
  let end = from + first + 1
  for (;;) {
    let next = end
    while (/^(,|and|or|&|;)$/.test(tokens[next]?.lower ?? '') && next < end + 2) next += 1
    const token = tokens[next]
    if (token?.kind !== 'mention' || next === end) break
    listed.push(token)
    end = next + 1
  }
  return listed.length < 2 ? undefined : { tokens: [...words, ...listed], length: end - from }
}

/** The words after `for each` that say of what. */
export function eachHeader(
  tokens: readonly Token[],
  from: number,
  isKnown: (stem: string) => boolean,
  names: EntryNames,
): Token[] {
  const header: Token[] = []
  for (const token of tokens.slice(from, from + 9)) {
    // `for each paper retraction check`: what an entry is called is what is to be done.
    const isOf = PREPOSITION.test(header.at(-1)?.lower ?? '')
    if (header.length > 0 && !isOf && startsName(tokens, from + header.length, tokens.length, names)) break
    if (token.kind === 'mention') {
      header.push(token)
      continue
    }
    if (token.kind !== 'word' || JOINING.has(token.lower)) break
    // `for each one the price`: a second thing is what is wanted of the first.
    if (ARTICLE.test(token.lower) && header.length > 0 && !PREPOSITION.test(header.at(-1)?.lower ?? '')) break
    const next = tokens[from + header.length + 1]
    const takesObject =
      next === undefined ||
      next.kind === 'mention' ||
      /^(the|a|an|its|his|her|their|all|any|up|for|out|if|it|them|whether)$/.test(next.lower) ||
      isKnown(next.stem)
    const startsBody =
      (REQUEST_VERBS.has(token.stem) || MORE_VERBS.has(token.stem)) &&
      header.length > 0 &&
      takesObject &&
      !/^(the|a|an|of|in|my|our|this|that|to|input|given|whole|full|entire|following)$/.test(
        header.at(-1)?.lower ?? '',
      ) &&
      !/(ed|s)$/.test(token.lower)
    if (startsBody) break
    header.push(token)
    if (header.length >= 2 && isKnown(token.stem) && /^(run|do)$/.test(tokens[from + header.length]?.lower ?? '')) break
  }
  return header
}

import { MORE_VERBS, REQUEST_VERBS } from '../words/english.js'
import { isDeedVerb } from './deed-verbs.js'
import type { EntryNames } from './entry-names.js'
import type { Token } from './token.js'

const ENDS = new Set([',', ':', '.', ';', '!', '?', '\n', '->', '=>', '→', '(', ')'])
const COPULA =
  /^(is|are|was|were|be|has|have|had|gets?|contains?|exceeds?|exists?|appears?|turns?|comes?|fails?|failed|errors?|works?|shows?|says?|finds?|found|mentions?|names?)$/
const COMPARISON = /^([<>=!]=|[<>=≥≤≠])$/
const UNIT = /^(percent|per|cent|points?|euros?|eur|usd|dollars?|pounds?|days?|hours?|minutes?|years?|km|kg|m)$/
const PREPOSITION = /^(of|in|by|from|for|on|with|at|to|than|as|and|or)$/
const PLACING =
  /^(of|in|by|from|for|on|with|at|to|than|as|and|or|inside|outside|within|near|under|over|above|below|beyond|behind|between|among|like|about|after|before|all|both|half)$/
const PARTICIPLE = /([^e]ed|wn|lt|ught|found|lost|sent|sold|paid|met|set)$/
const DETERMINER = /^(the|a|an|its|his|her|their|our|my|this|that|these|those|all|both|every|each|it|them|him)$/

/** Where a condition that begins at a token ends: at a comma, at `then`, or before the verb of what is to be done. */
export function conditionEnd(
  tokens: readonly Token[],
  from: number,
  isKnown: (stem: string) => boolean,
  names: EntryNames,
): number {
  const comma = tokens.findIndex((token, at) => at >= from && token.kind === 'mark' && ENDS.has(token.text))
  const limit = comma < 0 ? tokens.length : comma
  let hasVerb = false
  let hasValue = false
  // `if so`, `in case of failure`
  if (/^(so|yes|true|failures?|timeouts?)$/.test(tokens[from]?.lower ?? '')) return Math.min(from + 1, limit)
  for (let at = from; at < limit; at += 1) {
    const token = tokens[at] as Token
    if (token.lower === 'then' || token.lower === 'otherwise' || token.lower === 'else') return at
    const compared = COMPARISON.test(token.text) ? comparedUntil(tokens, at, limit) : undefined
    if (compared !== undefined) {
      // What is written with a sign ends with its value: `score > 0.5 fetch the page`.
      if (!/^(and|or|&)$/.test(tokens[compared]?.lower ?? '') || !comparesAgain(tokens, compared, limit))
        return compared
      hasVerb = true
      hasValue = true
      at = compared - 1
      continue
    }
    const isLater = at > from + 1
    if (!hasVerb && !hasValue && at > from && endsPredicate(tokens, from, at, limit, names)) return at
    if (
      isLater &&
      (hasVerb || hasValue) &&
      token.kind === 'word' &&
      (isImperative(tokens, at) || isAsked(tokens, at)) &&
      !isFollowedBy(tokens, at, limit)
    )
      return at
    // `if it is infested the report`: after the predicate a thing is what is wanted.
    if (hasVerb && isLater && isPredicated(tokens, from, at)) return at
    if (COPULA.test(token.lower)) hasVerb = true
    if (token.mention?.kinds.has('number') === true) {
      hasValue = true
      // After the number of a comparison a noun may follow: `more than 3 breaches`.
      const next = tokens[at + 1]
      const afterNext = tokens[at + 2]
      if (next !== undefined && at + 1 < limit && next.kind === 'word' && !isFollowedBy(tokens, at + 1, limit)) {
        // `more than 3 open items, call him`: what follows up to a comma is what is counted.
        if (isImperative(tokens, at + 1) && (takesObject(tokens, at + 1) || !leadsOn(tokens, limit))) return at + 1
        if (afterNext !== undefined && at + 2 < limit && isImperative(tokens, at + 2)) return at + 2
        if (
          isKnown(next.stem) &&
          afterNext !== undefined &&
          /^(the|a|an|for|his|her|their|its|it|on|of)$/.test(afterNext.lower) &&
          /^\p{Ll}/u.test(next.text) &&
          isVerbal(tokens, from, at)
        )
          return at + 1
      }
    }
    if (
      hasVerb &&
      /^(is|are|was|were)$/.test(tokens[at - 1]?.lower ?? '') === false &&
      /^(also|additionally|please)$/.test(token.lower)
    )
      return at
  }
  return limit
}

/** Where the value behind a sign of comparison ends, with its unit; undefined where no value follows. */
function comparedUntil(tokens: readonly Token[], sign: number, limit: number): number | undefined {
  let at = sign + 1
  if (at >= limit || tokens[at] === undefined) return undefined
  at += 1
  while (at < limit && UNIT.test(tokens[at]?.lower ?? '')) at += 1
  return at
}

function comparesAgain(tokens: readonly Token[], from: number, limit: number): boolean {
  return tokens
    .slice(from, limit)
    .some(({ text, lower }) => COMPARISON.test(text) || /^(is|are|was|has|have|exists?|not)$/.test(lower))
}

/** Whether what is to be done begins here, without a comma: `if accepted send the letter`, `if complete print it`. */
function endsPredicate(tokens: readonly Token[], from: number, at: number, limit: number, names: EntryNames): boolean {
  const token = tokens[at] as Token
  const before = tokens[at - 1] as Token
  const next = tokens[at + 1]
  if (token.kind !== 'word' || next === undefined || at + 1 >= limit || PREPOSITION.test(before.lower)) return false
  const isObject = next.kind === 'mention' || DETERMINER.test(next.lower)
  if (/^(not|no|any|i|you|we|they|it|he|she|can|could|will|would|should|must|may|does|do|did|to)$/.test(before.lower))
    return false
  if (isObject && (isImperative(tokens, at) || isAsked(tokens, at))) return true
  // A bare participle says all: `unless withdrawn archive "x"`.
  const isClause = tokens.slice(at, limit).some(({ lower }) => COPULA.test(lower))
  if (isClause || /(ed|ing)$/.test(token.lower)) return false
  const predicate = tokens.slice(from, at).filter(({ lower }) => lower !== 'not')
  if (isObject && predicate.every(({ lower }) => PARTICIPLE.test(lower))) return true
  // `if damaged repair order`: a word, and then what an entry is called.
  return predicate.length === 1 && !DETERMINER.test(before.lower) && startsName(tokens, at, limit, names)
}

/** Whether an article stands right behind a copula and one word that may be its predicate. */
function isPredicated(tokens: readonly Token[], from: number, at: number): boolean {
  const [before, said] = [tokens[at - 1], tokens[tokens[at - 2]?.lower === 'not' ? at - 3 : at - 2]]
  return (
    at - 2 > from &&
    /^(the|a|an|its|his|her|their)$/.test(tokens[at]?.lower ?? '') &&
    /^(is|are|was|were|isn't|aren't|wasn't)$/.test(said?.lower ?? '') &&
    before?.kind === 'word' &&
    !PLACING.test(before.lower) &&
    !/(ing|^not|^only|^also|^still|^even)$/.test(before.lower)
  )
}

/** A further verb of asking, with what is asked for behind it: `map the field`. */
function isAsked(tokens: readonly Token[], at: number): boolean {
  const [before, token, next] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  return (
    token !== undefined &&
    (MORE_VERBS.has(token.stem) || isDeedVerb(token.lower)) &&
    !/(ed|ing|s)$/.test(token.lower) &&
    next !== undefined &&
    (next.kind === 'mention' || DETERMINER.test(next.lower)) &&
    !/^(the|a|an|to|its|his|her|their|our|is|are|was|were|no|any)$/.test(before?.lower ?? '') &&
    !PREPOSITION.test(before?.lower ?? '')
  )
}

/** Whether what an entry is called stands here. */
export function startsName(tokens: readonly Token[], at: number, limit: number, names: EntryNames): boolean {
  return [1, 2, 3, 4].some(
    (length) =>
      at + length <= limit &&
      names.isName(
        tokens
          .slice(at, at + length)
          .map(({ text }) => text)
          .join(' '),
      ),
  )
}

function isVerbal(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).some(({ lower }) => COPULA.test(lower))
}

function takesObject(tokens: readonly Token[], at: number): boolean {
  const next = tokens[at + 1]
  return next !== undefined && (next.kind === 'mention' || DETERMINER.test(next.lower))
}

/** Whether a comma stands there with more behind it. */
function leadsOn(tokens: readonly Token[], at: number): boolean {
  return tokens[at]?.text === ',' && tokens[at + 1] !== undefined
}

/** A bare verb that asks for something: not `the search`, `to search`, `was searched`. */
function isImperative(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (token === undefined || !REQUEST_VERBS.has(token.stem) || /(ed|ing|s)$/.test(token.lower)) return false
  if (/^(do|does|be|show|found|test|score|work)$/.test(token.lower) && !/^(do)$/.test(token.lower))
    return /^(show|test)$/.test(token.lower) && tokens[at - 1]?.mention !== undefined
  return !/^(the|a|an|to|of|in|any|no|its|his|her|their|our|and|or|not|web|is|are|by|for|on|with)$/.test(
    tokens[at - 1]?.lower ?? '',
  )
}

function isFollowedBy(tokens: readonly Token[], at: number, limit: number): boolean {
  const next = tokens[at + 1]
  return next !== undefined && at + 1 < limit && /^(is|are|was|were|than)$/.test(next.lower)
}

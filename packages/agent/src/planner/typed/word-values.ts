import type { Capability, Port } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import type { Mention, MentionKind } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { entriesCalled } from './entries-called.js'
import type { Goal } from './goal.js'
import { KIND_WORDS, kindsNamed, SOFT_KINDS } from './meanings.js'
import type { Workspace } from './workspace.js'

/** Where the words of a value stand: beside what they belong to, behind `on` or `for`, alone between commas, or before the words of the step. */
type WordPlace = 'beside' | 'preposition' | 'alone' | 'before'

export interface WordValue {
  readonly mention: Mention
  readonly place: WordPlace
}

const PREPOSITION = /^(on|for|about|of|with|between|against|regarding|concerning|called|named|by|versus|vs)$/
const TO_A_PLACE = /^(in|at|near|around|from|to)$/
/** Nouns that are said of anybody and anything, and name nothing. */
const NOBODY =
  /^(people|folks?|guys?|everybody|somebody|anybody|man|men|woman|women|kids?|child|children|others?|stuff|matters?|cases?|examples?|reasons?|house|home|world|place|rest|whole|group)$/
/** Kinds of which a value is one word. */
const SINGLE: ReadonlySet<MentionKind> = new Set(['handle', 'package', 'code'])
const ASKING = /^(quer|queri|topic|keyword|term|subject|search|phrase|theme)$/
const PARTICIPLE =
  /^(found|made|given|taken|seen|sent|written|rewritten|said|held|kept|shown|known|done|got|sold|bought|paid|left|lost|built|read|put|set|met|won|come|gone)$/
const ENGLISH_ENDING = /([^e]ed|ing|ly|tion|ment|ness|able|ible)$/
const order: readonly WordPlace[] = ['beside', 'preposition', 'alone', 'before']

/** Words that the catalog does not know and that may be what a port is to be given: `leaflet of metformin`, `the account oakandiron`. The likeliest first, then in the order of the text. */
export function findWordValues(goal: Goal, port: Port, space: Workspace): WordValue[] {
  if (port.json.length > 0 && !port.json.includes('string')) return []
  if (port.choices !== undefined || (port.type !== undefined && space.catalog.types.isTop(port.type))) return []
  const typed = kindsNamed(port.type_words)
  const wanted = typed.length > 0 ? typed : kindsNamed(port.words)
  const asks = port.words.some((word) => ASKING.test(word))
  if (wanted.length > 0 && !asks && !wanted.some((kind) => SOFT_KINDS.has(kind) && kind !== 'text')) return []
  const kind = asks ? 'text' : (wanted[0] ?? 'name')
  const found: WordValue[] = []
  for (const tokens of segments(goal, space)) {
    for (let at = 0; at < tokens.length; at += 1) {
      const length = runLength(tokens, at, goal, space)
      if (length === 0) continue
      const place = placeOf(tokens, at, length, goal, port, kind, space)
      const run = tokens.slice(at, SINGLE.has(kind) ? at + 1 : at + length)
      if (place !== undefined && isValue(run, place, kind)) {
        const mention = mentionOf(run, kind, space)
        if (!isTaken(goal, mention) && (port.pattern === undefined || port.pattern.test(mention.text)))
          found.push({ mention, place })
      }
      at += length - 1
    }
  }
  return found.sort((a, b) => order.indexOf(a.place) - order.indexOf(b.place) || a.mention.start - b.mention.start)
}

/** The clause of a step, and the ones around it that ask for nothing of their own: parts of `X and Y`. */
function segments(goal: Goal, space: Workspace): (readonly Token[])[] {
  const { clauses } = space.request
  const isOpen = (clause: Clause | undefined) =>
    clause !== undefined &&
    clause.sentence === goal.clause.sentence &&
    clause.condition === goal.clause.condition &&
    !space.goals.some((other) => other.clause.index === clause.index && other !== goal)
  let first = goal.clause.index
  let last = goal.clause.index
  while (isOpen(clauses[first - 1]) && clauses[first]?.link === 'and') first -= 1
  while (isOpen(clauses[last + 1]) && clauses[last + 1]?.link === 'and') last += 1
  const own = clauses
    .slice(first, last + 1)
    .map(({ index, tokens }) => (index === goal.clause.index ? goal.clause.tokens : tokens))
  return goal.is_producer === true && goal.clause.each !== undefined ? [...own, goal.clause.each.tokens] : own
}

/** How many tokens from a place on may be one value: words without an article, at least one of them unknown. */
function runLength(tokens: readonly Token[], from: number, goal: Goal, space: Workspace): number {
  const isOwn = ownWords(goal, space)
  let length = 0
  let strange = 0
  for (const [at, token] of tokens.slice(from).entries()) {
    const before = tokens[from + at - 1]
    if (at > 0 && before !== undefined && token.start - before.end > 1) break
    if (token.kind === 'mention') {
      // `type 2 diabetes`: a number within a name; none begins with one.
      if (at === 0 || token.mention?.kinds.has('number') !== true || token.mention.measure?.unit !== undefined) break
      length = at + 1
      continue
    }
    const isBreak =
      token.kind !== 'word' ||
      STOP_WORDS.has(token.stem) ||
      isOwn(token.stem) ||
      KIND_WORDS.has(token.stem) ||
      (REQUEST_VERBS.has(token.stem) && at === 0)
    if (isBreak) break
    const isKnown = space.catalog.rarity(token.stem) !== undefined || MORE_VERBS.has(token.stem)
    if (isKnown && at === 0) break
    if (!isKnown) strange += 1
    length = at + 1
  }
  const trailing = tokens[from + length - 1]
  // A number at the end is one of its own.
  return strange === 0 ? 0 : trailing?.kind === 'mention' ? length - 1 : length
}

/** Words that say which steps there are, and so are no values. */
function ownWords(goal: Goal, space: Workspace): (word: string) => boolean {
  const evidence = goal.capability === undefined ? undefined : space.catalog.evidence.get(goal.capability)
  return (word) =>
    goal.words.has(word) ||
    space.used.has(word) ||
    evidence?.naming.has(word) === true ||
    // `interactoins` is a word of the step, ill written.
    [...(evidence?.naming ?? [])].some((name) => name.length >= 5 && word.startsWith(name)) ||
    space.goals.some((other) => other.clause.sentence === goal.clause.sentence && other.words.has(word))
}

function placeOf(
  tokens: readonly Token[],
  at: number,
  length: number,
  goal: Goal,
  port: Port,
  kind: MentionKind,
  space: Workspace,
): WordPlace | undefined {
  const before = tokens[at - 1]
  const after = tokens[at + length]
  const isOwn = (word: string) => goal.words.has(word) || port.words.includes(word) || port.type_words.includes(word)
  // `crawl_forum redhollow`: behind the id of the step.
  if (
    before?.mention !== undefined &&
    entriesCalled(before.text, space.catalog).includes(goal.capability as Capability)
  )
    return 'beside'
  if (before?.kind === 'word') {
    const namesKind =
      isOwn(before.stem) || (KIND_WORDS.has(before.stem) && space.catalog.rarity(before.stem) !== undefined)
    if (namesKind) return 'beside'
    if (kind === 'code' || kind === 'handle' || kind === 'package') return undefined
    if (PREPOSITION.test(before.lower)) return 'preposition'
    if (TO_A_PLACE.test(before.lower) && kind === 'place') return 'preposition'
  }
  if (kind === 'code' || kind === 'handle' || kind === 'package') return undefined
  const isBare = tokens.every(
    ({ kind: own, stem }, place) => (place >= at && place < at + length) || (own === 'word' && STOP_WORDS.has(stem)),
  )
  if (isBare) return 'alone'
  const naming = goal.capability === undefined ? undefined : space.catalog.evidence.get(goal.capability)?.naming
  const leads = tokens.slice(0, at).every(({ stem, kind: own }) => own === 'word' && STOP_WORDS.has(stem))
  return leads && after?.kind === 'word' && (isOwn(after.stem) || naming?.has(after.stem) === true)
    ? 'before'
    : undefined
}

/** An English word that says how something is, or what was done, is no value: `the account mentioned`. */
function isValue(run: readonly Token[], place: WordPlace, kind: MentionKind): boolean {
  const [first] = run
  if (first === undefined || first.text.length < 3 || PARTICIPLE.test(first.lower)) return false
  if (run.length === 1 && NOBODY.test(first.lower)) return false
  if (place === 'beside') return !ENGLISH_ENDING.test(first.lower) || (run.length > 1 && kind !== 'place')
  return run.length > 1 || !/([^e]ed|ing|ly)$/.test(first.lower)
}

function mentionOf(run: readonly Token[], kind: MentionKind, { request }: Workspace): Mention {
  const start = run[0]?.start ?? 0
  const end = run.at(-1)?.end ?? start
  const text = request.text.slice(start, end).replace(/['’]s$/, '')
  return { start, end: start + text.length, text, value: text, kinds: new Map([[kind, 1]]) }
}

/** One value goes into one port of a step only. */
function isTaken(goal: Goal, { text }: Mention): boolean {
  return [...goal.bound.values()].flat().some((source) => source.kind === 'const' && source.value === text)
}

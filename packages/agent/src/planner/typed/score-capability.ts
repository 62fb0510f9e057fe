import type { Capability } from '../../catalog/capability.js'
import { PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { Token } from '../../request/token.js'
import type { Evidence } from '../../retrieve/evidence.js'
import { REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import type { Workspace } from './workspace.js'

const CANDIDATES = 24
const AFTER_PREPOSITION = 0.8
const PREPOSITIONS = new Set([
  'of',
  'in',
  'from',
  'for',
  'on',
  'with',
  'about',
  'by',
  'behind',
  'under',
  'at',
  'into',
  'that',
  'which',
  'who',
  'whose',
  'using',
  'against',
])
const OWNER_WEIGHT = 0.4
const PUT_SOMEWHERE = 0.4
/** Verbs with which something is put somewhere. */
export const PUTTING = /^(add|append|put|save|store|file|log|record|push|copy|insert|enter)$/
const VERB_WEIGHT = 0.3
const NOUN_WEIGHT = 0.7

/** A capability with how much some words speak for it. */
export interface Scored {
  readonly capability: Capability
  readonly score: number
  /** The words that it was recognised by. */
  readonly words: ReadonlySet<string>
  /** Whether a whole name or synonym of it was said. */
  readonly is_named: boolean
}

/** A word that may speak for a capability, with how much it counts at its place. */
export interface WeighedWord {
  readonly stem: string
  readonly weight: number
}

/** The words of some tokens that may say what is wanted. */
export function contentWords(tokens: readonly Token[]): WeighedWord[] {
  const words: WeighedWord[] = []
  const goesInto = putsInto(tokens)
  let place = goesInto < 0 ? 1 : PUT_SOMEWHERE
  for (const [at, { kind, lower, stem, text }] of tokens.entries()) {
    if (kind === 'mention') continue
    if (at === goesInto) place = 1
    else if (PREPOSITIONS.has(lower) && words.length > 0) place = Math.min(place, AFTER_PREPOSITION)
    if (kind !== 'word' || STOP_WORDS.has(stem)) continue
    // `the owner's address`: the owner says whose address.
    const owner = /['’]s$/.test(text) && tokens[at + 1]?.kind === 'word' ? OWNER_WEIGHT : 1
    words.push({
      stem,
      // `listings` are things, though `list` is what to do.
      weight:
        owner *
        place *
        (REQUEST_VERBS.has(stem) && !lower.endsWith('ings') ? (isNoun(tokens, at) ? NOUN_WEIGHT : VERB_WEIGHT) : 1),
    })
  }
  return words
}

/** `add the record to the case file`: where something is put says more of what to do than what is put there. The place of the preposition; -1 where nothing is put. */
function putsInto(tokens: readonly Token[]): number {
  const verb = tokens.findIndex(({ lower }) => !/^(please|and|then|also|now)$/.test(lower))
  if (!PUTTING.test(tokens[verb]?.lower ?? '')) return -1
  const at = tokens.findIndex(({ lower }, place) => place > verb + 1 && /^(to|into|onto|in|under)$/.test(lower))
  return tokens.slice(at + 1).some(({ kind }) => kind === 'word') ? at : -1
}

/** `port calls` and `the search` are things, `call the port` is what to do. */
function isNoun(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  // Nobody asks with `reports of` or `listings in`: a plural that comes first is a thing.
  if (before === undefined) return /[^s]s$/.test(tokens[at]?.lower ?? '')
  if (before.kind !== 'word') return false
  if (/^(the|a|an|its|his|her|their|our|my|this|that|latest|last|full)$/.test(before.lower)) return true
  return !STOP_WORDS.has(before.stem) && !REQUEST_VERBS.has(before.stem)
}

/** The capabilities that some words speak for, strongest first. */
export function scoreCapabilities(
  tokens: readonly Token[],
  space: Workspace,
  without: ReadonlySet<string> = new Set(),
  wantsTables = false,
): Scored[] {
  const words = contentWords(tokens).filter(
    ({ stem }) => !without.has(stem) && space.catalog.rarity(stem) !== undefined,
  )
  if (words.length === 0) return []
  const sequence = tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem)
  return space.catalog
    .search(
      words.map(({ stem }) => stem),
      CANDIDATES,
    )
    .map((capability) => scoreOne(capability, words, sequence, space))
    .filter(({ score, capability }) => score > 0 && (capability.step_type === PLANNED_TYPES.wait) === wantsTables)
    .sort(
      (a, b) => b.score - a.score || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order,
    )
}

function scoreOne(
  capability: Capability,
  weighed: readonly WeighedWord[],
  sequence: readonly string[],
  space: Workspace,
): Scored {
  const evidence = space.catalog.evidence.get(capability) as Evidence
  const found = new Set<string>()
  let score = 0
  for (const { stem, weight } of weighed) {
    const strength = evidence.weights.get(stem)
    if (strength === undefined || found.has(stem)) continue
    found.add(stem)
    score += strength * weight * (space.catalog.rarity(stem) ?? 0)
  }
  const said = new Set(sequence)
  let phrase = 0
  let is_named = false
  for (const [at, parts] of evidence.phrases.entries()) {
    const present = parts.filter((part) => said.has(part))
    if (present.length === parts.length && present.some((part) => found.has(part))) {
      const isClose = parts.length === 1 || standsTogether(parts, sequence)
      const worth = present.reduce((sum, part) => sum + (space.catalog.rarity(part) ?? 0), 0)
      phrase = Math.max(phrase, worth * (isClose ? 0.8 : 0.3))
      if (isClose || parts.length <= 2) is_named = true
    } else if (at === 0 && found.size > 0) phrase = Math.max(phrase, (present.length / parts.length) * 0.6)
  }
  // Words of inputs that need not be fed may as well call for the step that feeds them.
  const words = new Set([...found].filter((word) => !evidence.optional.has(word)))
  return { capability, score: score + phrase, words, is_named }
}

function standsTogether(parts: readonly string[], sequence: readonly string[]): boolean {
  const places = parts.map((part) => sequence.indexOf(part))
  return Math.max(...places) - Math.min(...places) <= parts.length + 1
}

/** `generate report`: a name of more than one word, and nothing else, is meant as one, however common its words are. */
export function isCalledInFull(tokens: readonly Token[], phrases: readonly (readonly string[])[]): boolean {
  const said = tokens.flatMap(({ kind, stem }) => (kind === 'word' && !STOP_WORDS.has(stem) ? [stem] : []))
  return said.length > 1 && phrases.some((phrase) => phrase.join(' ') === said.join(' '))
}

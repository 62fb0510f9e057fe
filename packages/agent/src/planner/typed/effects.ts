import type { Capability } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import { DEED_VERBS, isDeedVerb } from '../../request/deed-verbs.js'
import type { MentionKind } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { STOP_WORDS } from '../../words/english.js'
import type { Workspace } from './workspace.js'

const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/))

/** What follows decides about these: a call may be a phone call, a file may be sent. */
const LOOSE = list(
  'send text message sms call dial ring email mail create open post follow drop switch turn shut power',
)
const OUTSIDE = list(
  'account booking order ticket user channel company domain repository website meeting appointment reservation event invoice payment post tweet message email mail sms letter shipment subscription group listing',
)
const PRODUCTS = list(
  'report summary list digest overview pdf csv file copy result results table map graph picture profile page text record records output dataset export chart translation',
)
const DETERMINER = /^(the|a|an|his|her|their|its|this|that|these|those|my|our|your|all|every|any|some|another)$/
const LEADING =
  /^(please|can|could|you|i|we|want|would|like|need|to|and|then|also|just|let|lets|me|us|now|first|kindly|my|go|ahead)$/
/** Nouns that say nothing but that such a thing is done. */
const DEED_NOUNS: ReadonlyMap<string, string> = new Map([
  ['deletion', 'delete'],
  ['removal', 'remove'],
  ['erasure', 'erase'],
  ['cancellation', 'cancel'],
  ['suspension', 'suspend'],
  ['deactivation', 'deactivate'],
  ['termination', 'terminate'],
  ['submission', 'submit'],
])
/** Verbs whose object is who is told. */
const TELLING = /^(email|mail|text|message|sms|notify|alert)$/
/** Verbs that are as often nouns. */
const NOUNS = list(
  'email mail text message sms call tweet post order book ring transfer change charge update block ban drop move register refund',
)
/** Words within which the particle of a verb follows: `turn the old pump off`. */
const MOST_BETWEEN = 6
const PREPOSITION = /^(of|in|on|at|with|that|which|from|by|for|about|to|between|and|or|)$/
/** Nouns after which the word before is none of doing: the status of an order. */
const BEHIND_NOUN = /^(of|at|in|on|from|for|to|with|about|that|who|which|when|if|and)$/
const READING = /^(status|list|details|history|search|lookup|info|data|record|records|check|report|profile|registry)$/

/** Something that a request wants done to the world. */
export interface Effect {
  /** As it was said, `book a berth`. */
  readonly said: string
  readonly verb: string
  /** Who is to be told, `the brewer of`: the words behind the verb, up to what they belong to. */
  readonly told: readonly Token[]
}

/** What a clause wants done to the world and no step of it does: that a step reads of the same things is not enough. */
export function undoneEffect(space: Workspace): Effect | undefined {
  for (const clause of space.request.clauses) {
    const effect = effectOf(clause, space)
    if (effect === undefined) continue
    const own = space.goals.filter((goal) => goal.clause === clause && goal.is_given === undefined)
    const isDone = own.some(
      ({ capability, step_type }) =>
        /^(data_transform|output|ml_training|ml_serving|wait_for_asset)$/.test(step_type) ||
        (capability !== undefined && does(capability, effect.verb)),
    )
    if (!isDone) return effect
  }
  return undefined
}

/** What a clause wants done to the world. */
export function effectOf(clause: Clause, space: Workspace): Effect | undefined {
  const { tokens } = clause
  const at = tokens.findIndex(({ lower, kind }) => kind === 'mention' || !LEADING.test(lower))
  const token = tokens[at]
  const named = tokens.find((_, place) => isDeedNoun(tokens, place, space))
  if (named !== undefined && tokens.some(({ mention }) => mention !== undefined))
    return { verb: DEED_NOUNS.get(named.lower) ?? named.lower, said: named.text, told: [] }
  if (token === undefined || token.kind !== 'word' || !isDeedVerb(token.lower)) return undefined
  const rest = tokens.slice(at + 1)
  // A file that is sent to an address is delivered by the step that makes it.
  if (rest.some(({ mention }) => mention !== undefined && space.reserved.has(mention))) return undefined
  const isMeant = LOOSE.has(token.lower) ? isLooseEffect(token.lower, rest) : isObject(rest[0])
  if (!isMeant) return undefined
  const object = rest[isThing(rest[0]) ? 0 : objectWords(rest).length - 1]
  const to = rest.findIndex(({ lower }, place) => lower === 'to' && DETERMINER.test(rest[place + 1]?.lower ?? ''))
  const person = rest.slice(to + 1)
  const told = TELLING.test(token.lower) && DETERMINER.test(person[0]?.lower ?? '') ? nounBehind(person) : []
  return { verb: token.lower, said: space.request.text.slice(token.start, (object ?? token).end), told }
}

/** `account deletion of X`, where no entry is called so, nor has a field called so unless it stands behind what it is done to. */
function isDeedNoun(tokens: readonly Token[], at: number, { catalog }: Workspace): boolean {
  const [before, own, after] = [tokens[at - 1], tokens[at], tokens[at + 1]]
  if (own === undefined || !DEED_NOUNS.has(own.lower) || READING.test(after?.lower ?? '')) return false
  if (catalog.rarity(own.stem) === undefined) return true
  const isHead = before?.kind === 'word' && !STOP_WORDS.has(before.stem) && after?.mention !== undefined
  return isHead && catalog.capabilities.every((one) => catalog.evidence.get(one)?.naming.has(own.stem) !== true)
}

/** The words of a thing, without what it is of. */
function nounBehind(tokens: readonly Token[]): Token[] {
  const end = tokens.findIndex(({ kind, lower }) => kind !== 'word' || BEHIND_NOUN.test(lower))
  return tokens.slice(0, end < 0 ? undefined : end).filter(({ stem }) => !STOP_WORDS.has(stem))
}

/** A constant that says all; behind a number follows what there is so many of. */
function isThing(next: Token | undefined): boolean {
  return next?.mention !== undefined && !next.mention.kinds.has('number')
}

function isObject(next: Token | undefined): boolean {
  return next !== undefined && (next.kind === 'mention' || DETERMINER.test(next.lower) || /^\d/.test(next.text))
}

function isLooseEffect(verb: string, rest: readonly Token[]): boolean {
  const [next] = rest
  if (next === undefined) return false
  const is = (kind: MentionKind) => (next.mention?.kinds.get(kind) ?? 0) >= 0.9
  if (/^(call|dial|ring|text|message|sms)$/.test(verb) && (is('phone') || (verb === 'message' && is('handle'))))
    return true
  if (
    TELLING.test(verb) &&
    (is('email') ||
      is('phone') ||
      /^(me|us|it|him|her|them|everyone|everybody)$/.test(next.lower) ||
      DETERMINER.test(next.lower))
  )
    return true
  if (verb === 'follow') return is('handle')
  // `turn the scores into a table` changes nothing outside.
  if (/^(switch|turn|shut|power)$/.test(verb))
    return /^(on|off|down)$/.test(next.lower) || rest.slice(0, MOST_BETWEEN).some(({ lower }) => lower === 'off')
  const person = /^(him|her|them)$/.test(next.lower) ? 1 : 0
  const isNew = /^(a|an|another|new)$/.test(rest[person]?.lower ?? '')
  const object = objectWords(rest.slice(person))
  if (verb === 'create' || verb === 'open') return isNew && object.some((word) => OUTSIDE.has(word))
  if (verb === 'post') return next.mention?.is_quoted === true || (isNew && !object.some((word) => PRODUCTS.has(word)))
  if (verb !== 'send') return false
  const to = rest.findIndex(({ lower }) => lower === 'to')
  const isFor = person === 1 || (to > 0 && rest[to + 1] !== undefined && !/^(me|us)$/.test(rest[to + 1]?.lower ?? ''))
  // `send 0.4 BTC to X`
  const isAmount = next.mention?.kinds.has('number') === true
  return (
    isFor && (isNew || isAmount) && !object.some((word) => PRODUCTS.has(word) || PRODUCTS.has(word.replace(/s$/, '')))
  )
}

/** The words between a verb and the preposition after them. */
function objectWords(tokens: readonly Token[]): string[] {
  const words = tokens.map(({ lower }) => lower)
  const end = words.findIndex(
    (word, at) => at > 0 && /^(for|to|of|on|in|at|with|from|as|by|called|named|about|)$/.test(word),
  )
  return words.slice(0, end < 0 ? 5 : end)
}

/** Whether the words that say what a capability does have a verb, or one like it. */
export function does(capability: Capability, verb: string): boolean {
  const alike = DEED_VERBS.filter((verbs) => verbs.has(verb))
  return actionWords(capability).some((word) => alike.some((verbs) => verbs.has(word)))
}

/** The verbs with which its summary, synonyms and id begin; what may be a noun there is one, unless what follows says otherwise. */
function actionWords({ id, summary, synonyms }: Capability): string[] {
  const [first = '', second = ''] = id.toLowerCase().split(/[^a-z]+/)
  // `file_in_archive` says what is done, `file_archive` need not.
  const isNoun = NOUNS.has(first) && !/^(in|into|to|at|with|on)$/.test(second)
  const words = (isNoun || READING.test(second)) && summary !== '' ? [] : [first]
  for (const text of [summary, ...synonyms]) {
    const [head = '', next = ''] = text.toLowerCase().split(/[^a-z]+/)
    const verb = [head, head.replace(/s$/, ''), head.replace(/es$/, '')].find(isDeedVerb)
    if (
      verb !== undefined &&
      (!NOUNS.has(verb) || DETERMINER.test(next) || (text === summary && head !== verb && !PREPOSITION.test(next)))
    )
      words.push(verb)
  }
  return words
}

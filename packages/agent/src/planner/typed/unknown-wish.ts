import type { Clause } from '../../request/clause.js'
import type { Token } from '../../request/token.js'
import { MORE_VERBS, REQUEST_VERBS, STOP_WORDS } from '../../words/english.js'
import { declaresInput } from './clause-words.js'
import { KIND_WORDS } from './meanings.js'
import type { Workspace } from './workspace.js'

/** Something that is to be done, by a verb that nothing in the catalog has. */
export interface UnknownAction {
  readonly said: string
  readonly clause: Clause
}

const BEFORE_VERB =
  /^(please|can|could|you|i|we|want|would|like|need|to|and|then|also|just|let|lets|me|us|now|first|kindly|my|go|ahead)$/
const AFTER_VERB =
  /^(the|a|an|his|her|their|its|this|that|these|those|my|our|your|all|every|each|any|into|in|on|up|off|down|out|over|for|with|to|at|me|him|them|it)$/

/** A verb that begins a clause, that is wanted, and that nothing in the catalog does. */
export function unknownAction(space: Workspace, unknown: readonly Token[]): UnknownAction | undefined {
  for (const clause of space.request.clauses) {
    const { tokens } = clause
    // Whatever the word: what goes into a table or a file goes there.
    if (space.goals.some((goal) => goal.clause === clause && /^(data_transform|output)$/.test(goal.step_type))) continue
    const at = tokens.findIndex(({ lower, kind }) => kind === 'mention' || !BEFORE_VERB.test(lower))
    const token = tokens[at]
    const next = tokens[at + 1]
    if (token === undefined || next === undefined || !unknown.includes(token) || MORE_VERBS.has(token.stem)) continue
    // `rewritten for children` says how something is to be; nobody asks so for a thing to be done.
    if (/(?:[^e]ed|tten|wn|ken|ven)$/.test(token.lower)) continue
    if (next.kind === 'mention' || AFTER_VERB.test(next.lower)) return { said: `${token.text} ${next.text}`, clause }
  }
  return undefined
}

/** Words for whatever there is to be known of something. */
const ANYTHING =
  /^(info|infos|information|intel|something|anything|everything|stuff|details?|facts?|data|background|particulars|knowledge)$/

/** `find flights to`, `what is the weather in`: a thing that is asked for by words that the catalog has none of. */
export function unknownObject(space: Workspace, unknown: readonly Token[]): string | undefined {
  for (const clause of space.request.clauses) {
    // What comes with the run is not asked for.
    if (declaresInput(clause, space)) continue
    const { tokens } = clause
    const verb = tokens.findIndex(({ lower, kind }) => kind === 'mention' || !BEFORE_VERB.test(lower))
    const said = tokens[verb]
    if (said === undefined || !(REQUEST_VERBS.has(said.stem) || /^(what|what's)$/.test(said.lower))) continue
    const rest = tokens.slice(verb + 1)
    const at = rest.findIndex(({ kind, stem }) => kind === 'mention' || !STOP_WORDS.has(stem))
    const length = rest.slice(at).findIndex((token) => !unknown.includes(token))
    const object = rest.slice(at, length < 0 ? undefined : at + length)
    const next = rest[at + object.length]
    if (object.every(({ lower }) => ANYTHING.test(lower))) continue
    if (object.length > 0 && (next === undefined || /^(of|for|in|at|to|from|on|about|near)$/.test(next.lower)))
      return object.map(({ text }) => text).join(' ')
  }
  return undefined
}

/** `show me the live video from`: a kind of thing that no entry has a word for, however much one shares the words around it. */
export function unknownKind(space: Workspace): string | undefined {
  const { tokens } = space.request.clauses[0] ?? { tokens: [] }
  const verb = tokens.findIndex(({ lower, kind }) => kind === 'mention' || !BEFORE_VERB.test(lower))
  if (!REQUEST_VERBS.has(tokens[verb]?.stem ?? '')) return undefined
  const end = tokens.findIndex(({ lower, kind }, at) => at > verb && (kind === 'mention' || FROM_WHERE.test(lower)))
  const head = tokens[end - 1]
  if (end < 0 || head === undefined || head.kind !== 'word' || !KIND_WORDS.has(head.stem)) return undefined
  return space.catalog.rarity(head.stem) === undefined ? head.text : undefined
}

const FROM_WHERE = /^(of|for|in|at|to|from|on|about|near)$/
const DEED = /(?:tion|sion|ment|ing|ance|ence|age)s?$/
const AFTER_DEED = /^(of|for|with|to|at|in|on|from|about|by|near)$/

/** `radon measurement`, `flight booking to Oslo`: a deed that is named like a thing, by a word that the catalog has not. */
export function unknownDeed(space: Workspace, unknown: readonly Token[]): string | undefined {
  const { tokens } = space.request.clauses[0] ?? { tokens: [] }
  const from = tokens.findIndex(({ kind, stem }) => kind === 'mention' || !STOP_WORDS.has(stem))
  const length = tokens.slice(from).findIndex(({ kind, lower }) => kind === 'mention' || AFTER_DEED.test(lower))
  const run = from < 0 ? [] : tokens.slice(from, length < 0 ? undefined : from + length)
  const head = run.at(-1)
  if (head === undefined || !unknown.includes(head) || !DEED.test(head.lower)) return undefined
  const isPhrase = run.every(({ kind, stem }) => kind === 'word' && !STOP_WORDS.has(stem) && !REQUEST_VERBS.has(stem))
  return isPhrase ? run.map(({ text }) => text).join(' ') : undefined
}

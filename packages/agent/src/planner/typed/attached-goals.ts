import type { Clause } from '../../request/clause.js'
import type { Token } from '../../request/token.js'
import { MORE_VERBS, REQUEST_VERBS } from '../../words/english.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const OPENING = /^(with|from|including|containing|incorporating|using|out)$/
const BOTH = /^both$/
const ARROW = /(?:->|=>|→)\s*$/
const ALL = /^(all|everything)$/

/**
 * The steps of which a request says that another one is to be given what they give: `a report with the permits and the
 * certificate`, `from both`. They may be named before or after their reader.
 */
export function attachedGoals(goal: Goal, space: Workspace): Set<Goal> {
  const { tokens, clauses } = attachment(goal, space)
  const found = new Set(beforeArrow(goal, space))
  if (tokens.length === 0) return found
  const said = new Set(tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem))
  const others = space.goals.filter((other) => other !== goal && other.capability !== undefined)
  for (const other of others) {
    const isOwnClause = clauses.includes(other.clause) && other.is_producer !== true
    const results = (other.capability?.outputs ?? []).filter(({ depth }) => depth === 0).flatMap(({ words }) => words)
    if (isOwnClause || [...other.words, ...results].some((word) => said.has(word) && !goal.words.has(word)))
      found.add(other)
  }
  const before = others.filter((other) => other.at < goal.at && other.is_producer !== true)
  if (tokens.some(({ lower }) => BOTH.test(lower))) for (const other of before.slice(-2)) found.add(other)
  if (tokens.some(({ lower }) => ALL.test(lower))) for (const other of before) found.add(other)
  return found
}

/** `notice, bids, award X -> report`: all that stands before an arrow goes into what stands behind it. */
function beforeArrow({ clause }: Goal, { goals, request }: Workspace): Goal[] {
  const before = request.clauses[clause.index - 1]
  if (clause.link !== 'then' || before === undefined) return []
  if (!ARROW.test(request.text.slice(before.end, clause.start))) return []
  const first = request.clauses.findLastIndex(({ index, link }) => index < clause.index && link !== 'and')
  return goals.filter(
    (other) => other.clause.index >= first && other.clause.index < clause.index && other.is_producer !== true,
  )
}

/** `the risk from the matches and the claims`: what goes on with the list behind a step, and asks for nothing of its own. */
export function listedBehind(goal: Goal, space: Workspace): Token[] {
  const isOpen = goal.clause.tokens.some(({ lower }) => OPENING.test(lower))
  if (!isOpen || goal.is_given === true) return []
  return attachment(goal, space)
    .clauses.filter((clause) => !space.goals.some((other) => other.clause === clause))
    .flatMap(({ tokens }) => tokens)
}

/** What follows `with` or `from` after the words for a step, and the further things of that list. */
function attachment(goal: Goal, space: Workspace): { tokens: Token[]; clauses: Clause[] } {
  const tokens: Token[] = []
  const clauses: Clause[] = []
  const home = homeOf(goal, space)
  const own = home.tokens
  const naming = namingOf(goal, space)
  const named = own.findIndex(({ stem }) => naming.has(stem))
  const at = own.findIndex(({ lower }, place) => place > named && OPENING.test(lower))
  if (at >= 0) tokens.push(...own.slice(at + 1))
  for (const next of space.request.clauses.slice(home.index + 1)) {
    if (next.sentence !== home.sentence || next.link !== 'and' || next.condition !== home.condition) break
    const [first] = next.tokens
    const isOpening = first !== undefined && OPENING.test(first.lower)
    if (!isOpening && (tokens.length === 0 || !isNoun(first))) break
    tokens.push(...next.tokens)
    clauses.push(next)
  }
  return { tokens, clauses }
}

/** The clause with the most words for a step, which need not be the one whose words called for it first. */
function homeOf(goal: Goal, space: Workspace): Clause {
  const naming = namingOf(goal, space)
  const count = ({ tokens }: Clause) =>
    new Set(tokens.filter(({ stem }) => naming.has(stem)).map(({ stem }) => stem)).size
  return space.request.clauses.reduce((best, one) => (count(one) > count(best) ? one : best), goal.clause)
}

function namingOf({ capability, words }: Goal, { catalog }: Workspace): ReadonlySet<string> {
  const evidence = capability === undefined ? undefined : catalog.evidence.get(capability)
  return new Set([...words, ...(evidence?.naming ?? [])])
}

/** A clause that begins with a verb asks for something of its own; who asks does not say `harvests`. */
function isNoun(first: Token | undefined): boolean {
  if (first?.kind !== 'word') return false
  return /[^s]s$/.test(first.lower) || !(REQUEST_VERBS.has(first.stem) || MORE_VERBS.has(first.stem))
}

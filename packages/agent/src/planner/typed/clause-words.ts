import type { Clause } from '../../request/clause.js'
import type { Mention } from '../../request/mention.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const OWN_WORD = 0.35

/** How much some words of a clause point at something, each by how rare it is; at most 2. */
export function pointing(
  clause: Clause,
  words: Iterable<string>,
  without: ReadonlySet<string>,
  space: Workspace,
): number {
  const said = new Set(clause.tokens.filter(({ kind }) => kind === 'word').map(({ stem }) => stem))
  let sum = 0
  for (const word of new Set(words)) {
    if (!said.has(word)) continue
    // A word that called for the step itself says less of where its values come from.
    sum += Math.min(1, (space.catalog.rarity(word) ?? 0) / 2.5) * (without.has(word) ? OWN_WORD : 1)
  }
  return Math.min(2, sum)
}

/** Whether a clause speaks of something said before: `its officers`, `them`, `the result`. */
export function refersBack(clause: Clause): boolean {
  return clause.tokens.some(({ lower }) =>
    /^(it|its|their|them|they|those|these|that|this|result|results)$/.test(lower),
  )
}

/** Whether a clause speaks of a person said before. */
export function refersToPerson(clause: Clause): boolean {
  return clause.tokens.some(({ lower }) => /^(he|him|his|she|her|hers)$/.test(lower))
}

/** The constants of a clause, and those that go on with its list: `"a", "b" and "c"`. */
export function listedWith(clause: Clause, { request }: Workspace): Mention[] {
  const tokens = [...clause.tokens]
  for (const next of request.clauses.slice(clause.index + 1)) {
    const isList = next.link === 'and' && next.sentence === clause.sentence && next.condition === clause.condition
    if (!isList || !next.tokens.every(({ kind }) => kind === 'mention')) break
    tokens.push(...next.tokens)
  }
  return tokens.flatMap(({ mention }) => mention ?? [])
}

const INPUT =
  /\b(inputs?|parameters?|arguments?|supplied|provided|given|at run ?time|i(?:'ll| will| shall)? (?:give|supply|provide|pass|hand|send|upload|feed|type|enter)|(?:passed|handed) in|caller)\b/i
const LIST =
  /\b(?:my|our|the|a|this|that|an?) (?:\w+ ){0,2}(?:list|pile|batch|bunch|set|stack|collection|file|spreadsheet|table)\b|\blists? of\b|\b(?:these|those|all my|all our)\b|\battached\b/i

/** How plainly a request says that values come with the run. */
export function inputWish(text: string): 'plain' | 'likely' | 'none' {
  return INPUT.test(text) ? 'plain' : LIST.test(text) ? 'likely' : 'none'
}

/** Whether a goal needs, directly or not, what another one gives. */
export function dependsOn(goal: Goal, other: Goal, seen = new Set<Goal>()): boolean {
  if (goal === other) return true
  if (seen.has(goal)) return false
  seen.add(goal)
  return needsOf(goal).some((need) => dependsOn(need, other, seen))
}

export function needsOf(goal: Goal): Goal[] {
  const needs = [...goal.bound.values()]
    .flat()
    .flatMap((source) => (source.kind === 'ref' || source.kind === 'path' ? [source.goal] : []))
  const loop = goal.loop?.source
  if (loop !== undefined && (loop.kind === 'ref' || loop.kind === 'path')) needs.push(loop.goal)
  return [...needs, ...goal.after]
}

const DECLARES =
  /^(?:the |an? |my )?(?:inputs?|parameters?|arguments?)\b|^given\b|^(?:i(?:'ll| will| shall| am going to)? (?:give|supply|provide|pass|hand|send|upload|feed)|i have (?:a|an|some|several|many))\b|\b(?:as|for|is the|are the) (?:an? |the )?(?:inputs?|parameters?)$/

/** Whether a clause only says what comes with the run: `input: emails`, `I'll give you a list of domains`. */
export function declaresInput(clause: Clause, space: Workspace): boolean {
  const text = clause.tokens.map(({ text: own }) => own.toLowerCase()).join(' ')
  if (clause.tokens.some(({ mention }) => mention !== undefined)) return false
  if (DECLARES.test(text)) return true
  const before = space.request.clauses[clause.index - 1]
  return (
    before?.sentence === clause.sentence &&
    /^(?:the |my )?(?:inputs?|parameters?|arguments?)$/.test(before.tokens.map(({ lower }) => lower).join(' '))
  )
}

/** The likeliest kind of a constant. */
export function sortOf({ kinds }: Mention): string | undefined {
  return [...kinds].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** What a clause says, as it was written. */
export function wordsOf(clause: Clause, space: Workspace): string {
  return space.request.text.slice(clause.start, clause.end).replace(/\s+/g, ' ').trim().slice(0, 200)
}

/** The constants of a clause. */
export function mentionsOf(clause: Clause): Mention[] {
  return clause.tokens.flatMap(({ mention }) => (mention === undefined ? [] : [mention]))
}

import type { Capability } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import { STOP_WORDS } from '../../words/english.js'
import { stemsOf } from '../../words/stem.js'
import { mentionsOf, wordsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import { makeGoal, type Workspace } from './workspace.js'

const PLACING = /^(in|from|at|by|of|on|under|with|for)$/
const SUMMARY = 1.3
const CANDIDATES = 24

/** `reports in Norway and in Sweden`: a further place may be one for which the catalog has an entry of its own. */
export function addSameElsewhere(clause: Clause, space: Workspace): void {
  const { goals, catalog, request } = space
  const before = request.clauses[clause.index - 1]
  const [first] = clause.tokens
  if (before === undefined || clause.link !== 'and' || before.sentence !== clause.sentence) return
  if (first === undefined || !PLACING.test(first.lower) || goals.some((goal) => goal.clause === clause)) return
  const model = goals.filter((goal) => goal.clause === before && goal.capability !== undefined).at(-1)
  const own = clause.tokens
    .flatMap(({ text, kind }) => (kind === 'mark' ? [] : stemsOf(text)))
    .filter((word) => !STOP_WORDS.has(word))
  if (model?.capability === undefined || own.length === 0) return
  const known = catalog.evidence.get(model.capability)?.weights
  const speaksFor = (one: Capability) => (word: string) =>
    (catalog.evidence.get(one)?.weights.get(word) ?? 0) >= SUMMARY
  const shared = [...model.words]
  const found = catalog
    .search([...shared, ...own], CANDIDATES)
    .find(
      (one) =>
        one !== model.capability &&
        own.every((word) => speaksFor(one)(word) && (known?.get(word) ?? 0) < SUMMARY) &&
        shared.filter(speaksFor(one)).length * 2 >= shared.length &&
        takesLike(one, model),
    )
  if (found === undefined) return
  // What says which entry is meant is no value of it.
  for (const mention of mentionsOf(clause)) space.reserved.add(mention)
  for (const word of own) space.used.add(word)
  const tokens = [...before.tokens, ...clause.tokens]
  const words = new Set([...shared.filter(speaksFor(found)), ...own])
  goals.push(makeGoal(found, { ...clause, tokens }, { at: clause.start, words, because: wordsOf(clause, space) }))
}

function takesLike(one: Capability, { capability }: Goal): boolean {
  const types = new Set(capability?.inputs.filter(({ required }) => required).map(({ type }) => type))
  return one.inputs.some(({ required, type }) => required && types.has(type))
}

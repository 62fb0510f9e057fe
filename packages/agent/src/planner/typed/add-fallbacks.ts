import type { Capability } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import { mentionsOf, wordsOf } from './clause-words.js'
import { entriesCalled } from './entries-called.js'
import type { Goal } from './goal.js'
import { takes } from './reach.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

/** Below this no words of the clause call for anything. */
const LEAST_SCORE = 3
const SAME = 2
const TAKES = 1.6

/** Adds the steps that stand in for others when these fail. False where a fallback was asked for and none fits. */
export function addFallbacks(clauses: readonly Clause[], space: Workspace): Clause[] {
  const unmet: Clause[] = []
  for (const clause of clauses) {
    if (clause.is_fallback !== true) continue
    const main = primaryOf(clause, space)
    const stand = main === undefined ? undefined : findStandIn(main, clause, space)
    if (main === undefined || stand === undefined) {
      unmet.push(clause)
      continue
    }
    const goal = makeGoal(stand.capability, clause, {
      at: Math.max(clause.start, main.at + 0.1),
      words: stand.words,
      because: wordsOf(clause, space),
      fallback_of: main,
    })
    for (const word of stand.words) space.used.add(word)
    const own = mentionsOf(clause)
    for (const port of stand.capability.inputs) {
      if (own.some((mention) => space.fits.fit(mention, port) !== undefined)) continue
      const known = main.bound.get(port.name) ?? (port.required ? sameTyped(port.type, main) : undefined)
      if (known !== undefined) goal.bound.set(port.name, known)
    }
    if (main.loop !== undefined) goal.loop = main.loop
    space.goals.push(goal)
    if (wireGoal(goal, space).length > 0) {
      space.goals.splice(space.goals.indexOf(goal), 1)
      unmet.push(clause)
    }
  }
  return unmet
}

function primaryOf(clause: Clause, space: Workspace): Goal | undefined {
  const before = space.goals.filter(
    (goal) => goal.fallback_of === undefined && (goal.clause.index < clause.index || goal.is_given === true),
  )
  const named = before
    .map((goal) => ({ goal, said: (clause.failing ?? []).filter(({ stem }) => goal.words.has(stem)).length }))
    .sort((a, b) => b.said - a.said)[0]
  if (named !== undefined && named.said > 0) return named.goal
  return (
    before.filter(({ clause: own }) => own.sentence === clause.sentence).at(-1) ??
    before.at(-1) ??
    space.goals.find((goal) => goal.fallback_of === undefined)
  )
}

function sameTyped(
  type: string | undefined,
  main: Goal,
): Goal['bound'] extends Map<string, infer Value> ? Value | undefined : never {
  const port = main.capability?.inputs.find((one) => one.type === type && main.bound.has(one.name))
  return port === undefined ? undefined : main.bound.get(port.name)
}

/** The capability that the words of the clause call for, rather one that gives the same; else the one nearest to the step itself. */
function findStandIn(
  main: Goal,
  clause: Clause,
  space: Workspace,
): { capability: Capability; words: ReadonlySet<string> } | undefined {
  const own = main.capability
  if (own === undefined) return undefined
  const mentions = mentionsOf(clause)
  const [verbatim] = mentions.flatMap(({ text }) => entriesCalled(text, space.catalog))
  if (verbatim !== undefined && verbatim !== own) return { capability: verbatim, words: new Set() }
  const [best] = scoreCapabilities(clause.tokens, space)
    .filter(({ capability }) => capability !== own)
    .map((scored) => ({
      ...scored,
      score:
        scored.score +
        (givesSame(scored.capability, own) ? SAME : 0) +
        (mentions.some((mention) => takes(scored.capability, mention, space)) ? TAKES : 0),
    }))
    .sort((a, b) => b.score - a.score)
  if (best !== undefined && best.score >= LEAST_SCORE) return best
  const similar = space.catalog.capabilities
    .filter((capability) => capability !== own && givesSame(capability, own))
    .map((capability) => ({ capability, shared: sharedWords(capability, own, space) }))
    .sort((a, b) => b.shared - a.shared || a.capability.cost - b.capability.cost)
  return similar[0] === undefined ? undefined : { capability: similar[0].capability, words: new Set() }
}

function givesSame(capability: Capability, other: Capability): boolean {
  const types = new Set(other.outputs.filter(({ depth }) => depth === 0).map(({ type, path }) => type ?? path))
  return capability.outputs.some(({ depth, type, path }) => depth === 0 && types.has(type ?? path))
}

function sharedWords(capability: Capability, other: Capability, space: Workspace): number {
  const a = space.catalog.evidence.get(capability)?.naming ?? new Set<string>()
  const b = space.catalog.evidence.get(other)?.naming ?? new Set<string>()
  return [...a].filter((word) => b.has(word)).length
}

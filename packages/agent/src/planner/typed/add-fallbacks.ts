import type { Capability } from '../../catalog/capability.js'
import type { Clause } from '../../request/clause.js'
import { wordsOf } from './clause-words.js'
import type { Goal } from './goal.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

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
    for (const port of stand.capability.inputs) {
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

/** The capability that gives the same, nearest to the words of the clause; else the one nearest to the step itself. */
function findStandIn(
  main: Goal,
  clause: Clause,
  space: Workspace,
): { capability: Capability; words: ReadonlySet<string> } | undefined {
  const own = main.capability
  if (own === undefined) return undefined
  const scored = scoreCapabilities(clause.tokens, space).filter(({ capability }) => capability !== own)
  const alike = scored.filter(({ capability }) => givesSame(capability, own))
  if (alike[0] !== undefined) return alike[0]
  const named = scored.find(({ is_named, score }) => is_named && score > 3)
  if (named !== undefined) return named
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

import type { Capability } from '../../catalog/capability.js'
import type { Tie } from './choose-goals.js'
import { needsOf } from './clause-words.js'
import { fieldFit } from './field-fit.js'
import type { Goal } from './goal.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

/** How far behind the words for another entry may be. */
const NEAR = 0.6

/**
 * Where nobody said `each`, an entry that takes a whole list goes before one that takes the items of it one by one and is
 * called by the same words: `compare them` is not `compare each with itself`. True where it took the place.
 */
export function preferList(goal: Goal, space: Workspace): boolean {
  const { loop } = goal
  if (loop === undefined || goal.clause.each !== undefined || goal.is_producer === true) return false
  const { source } = loop
  if (source.kind !== 'path' && source.kind !== 'ref') return false
  const said = new Set(goal.clause.tokens.map(({ stem }) => stem))
  const own = [...goal.words].filter((word) => said.has(word))
  const ranked = scoreCapabilities(goal.clause.tokens, space)
  const score = ranked.find(({ capability }) => capability === goal.capability)?.score ?? 0
  const path = source.kind === 'path' ? source.path : source.field.path
  const other = ranked.find(
    (one) =>
      one.capability !== goal.capability &&
      one.score >= score * NEAR &&
      own.every((word) => one.words.has(word)) &&
      !losesWords(goal, one.capability, space) &&
      takesList(one.capability, source.goal, path, space),
  )
  if (other === undefined || space.goals.some((reader) => needsOf(reader).includes(goal))) return false
  const made = makeGoal(other.capability, goal.clause, {
    at: goal.at,
    words: other.words,
    because: goal.because,
  })
  const kept = [...space.goals]
  space.goals.splice(space.goals.indexOf(goal), 1, made)
  if (wireGoal(made, space).length === 0 && made.loop === undefined) return true
  space.goals.splice(0, space.goals.length, ...kept)
  return false
}

/** Whether a word that names the one is said somewhere, and means nothing to the other. */
function losesWords(goal: Goal, other: Capability, { catalog, request }: Workspace): boolean {
  const naming = goal.capability === undefined ? undefined : catalog.evidence.get(goal.capability)?.naming
  const known = catalog.evidence.get(other)?.weights
  return request.tokens.some(({ stem }) => naming?.has(stem) === true && known?.has(stem) !== true)
}

/** Whether of entries that are called alike one takes the list that there is whole, and the others only items of it. */
export function isSettledByList({ clause, options }: Tie, space: Workspace): boolean {
  const chosen = space.goals.find(
    (goal) => goal.clause === clause && options.some(({ capability }) => capability === goal.capability),
  )
  if (chosen === undefined || chosen.loop !== undefined || clause.each !== undefined) return false
  const lists = [...chosen.bound.values()].flat().flatMap((source) => (source.kind === 'ref' ? [source] : []))
  return lists.some(
    ({ goal, field }) =>
      field.over !== undefined &&
      options.every(
        ({ capability }) => capability === chosen.capability || !takesList(capability, goal, field.path, space),
      ),
  )
}

function takesList(capability: Capability, from: Goal, path: string, space: Workspace): boolean {
  const list = from.capability?.outputs.find((field) => field.path === path)
  const required = capability.inputs.filter((port) => port.required)
  return list !== undefined && required.some((port) => port.arity !== 'one' && (fieldFit(list, port, space) ?? 0) > 0.3)
}

import type { Capability, Field, Port } from '../../catalog/capability.js'
import type { Token } from '../../request/token.js'
import { stemsOf } from '../../words/stem.js'
import type { Goal } from './goal.js'
import { isSameAs } from './left-open.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

/** How much a word of an entry's names or summary speaks for it. */
const SUMMARY = 1.3

interface Option {
  readonly capability: Capability
  readonly field: Field
}

/**
 * `join the rainfall of Peru, Chile and Bolivia`: a list is fed from every entry of several that give the same and are
 * each called by words of their own. True where it was.
 */
export function addAllNamed(goal: Goal, port: Port, options: readonly Option[], space: Workspace): boolean {
  const [best] = options
  if (port.arity === 'one' || best === undefined) return false
  const alike = options.filter(
    ({ capability, field }) => isSameAs(capability, best.capability) && field.path === best.field.path,
  )
  const named = alike
    .map((one) => ({ ...one, calling: callingApart(one, alike, goal, space) }))
    .filter(({ calling }) => calling.length > 0)
    .sort((a, b) => startOf(a.calling) - startOf(b.calling))
  if (named.length < 2) return false
  const kept = [...space.goals]
  // What says which entries are meant is no value of them.
  const mentions = named.flatMap(({ calling }) => calling.flatMap(({ mention }) => mention ?? []))
  for (const mention of mentions) space.reserved.add(mention)
  const sources = named.map(({ capability, field, calling }) => {
    const words = new Set(calling.flatMap(({ text }) => stemsOf(text)))
    const details = { at: goal.at - 0.5, words, because: goal.because, is_producer: true, made_for: goal } as const
    const made = makeGoal(capability, { ...goal.clause }, details)
    space.goals.splice(Math.max(0, space.goals.indexOf(goal)), 0, made)
    return { kind: 'ref', goal: made, field } as const
  })
  if (sources.some((source) => wireGoal(source.goal, space, 1).length > 0)) {
    space.goals.splice(0, space.goals.length, ...kept)
    for (const mention of mentions) space.reserved.delete(mention)
    return false
  }
  for (const { calling } of named) for (const { stem } of calling) space.used.add(stem)
  goal.bound.set(port.name, sources)
  return true
}

/** The words of a sentence that speak for one of several entries, and for none of the others. */
function callingApart(
  one: Option,
  alike: readonly Option[],
  { clause }: Goal,
  { catalog, request }: Workspace,
): Token[] {
  const speaksFor = ({ capability }: Option, word: string) =>
    (catalog.evidence.get(capability)?.weights.get(word) ?? 0) >= SUMMARY
  return request.clauses
    .filter(({ sentence }) => sentence === clause.sentence)
    .flatMap(({ tokens }) => tokens)
    .filter(({ text }) =>
      stemsOf(text).some(
        (word) => speaksFor(one, word) && alike.every((other) => other === one || !speaksFor(other, word)),
      ),
    )
}

function startOf([first]: readonly Token[]): number {
  return first?.start ?? 0
}

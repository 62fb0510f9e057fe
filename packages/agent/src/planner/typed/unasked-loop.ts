import type { Token } from '../../request/token.js'
import { effectOf } from './effects.js'
import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const SUPERLATIVE = /^(worst|best|\p{L}{4,}est)$/u
const MANY = /^(each|every|everyone|everybody|all|both|them|these|those)$/

/** A step that would be done for every item of a list, though the request speaks of one of them or wants something done once. */
export interface UnaskedLoop {
  readonly goal: Goal
  readonly list: string
  /** The word that says which of them is meant: `the cheapest`; absent where something is to be done to the world. */
  readonly said?: string
}

/** `order from the cheapest supplier` is no order from all of them. */
export function unaskedLoop(space: Workspace, unused: readonly Token[]): UnaskedLoop | undefined {
  for (const goal of space.goals) {
    const { clause, loop } = goal
    if (goal.is_given === true || clause.each !== undefined || loop?.source.kind !== 'path') continue
    const list = `${loop.source.path} of ${loop.source.goal.uses}`
    const said = clause.tokens.find((token) => unused.includes(token) && SUPERLATIVE.test(token.lower))
    if (said !== undefined) return { goal, list, said: said.text }
    const effect = goal.is_producer === true ? undefined : effectOf(clause, space)
    if (effect === undefined || clause.tokens.some(({ lower }) => MANY.test(lower))) continue
    if (!effect.told.some(({ lower }) => /[^s]s$/.test(lower))) return { goal, list }
  }
  return undefined
}

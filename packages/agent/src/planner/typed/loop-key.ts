import type { Goal } from './goal.js'
import type { Workspace } from './workspace.js'

const numbered = new WeakMap<Workspace, Map<Goal, number>>()

/** The same for all loops over the same list of a step, however many steps are added around it. */
export function loopKey(from: Goal, list: string, space: Workspace): string {
  const numbers = numbered.get(space) ?? new Map<Goal, number>()
  numbered.set(space, numbers)
  const number = numbers.get(from) ?? numbers.size
  numbers.set(from, number)
  return `${number}:${list}`
}

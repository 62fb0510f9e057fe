import type { Port } from '../../catalog/capability.js'
import type { Goal, Source } from './goal.js'
import { loopKey } from './loop-key.js'
import type { Workspace } from './workspace.js'

/** Feeds a port from a step: as it is, or item by item where the step gives a list and the port takes one. */
export function bindReference(
  goal: Goal,
  port: Port,
  source: Extract<Source, { kind: 'ref' }>,
  space: Workspace,
): void {
  const { field, goal: from } = source
  const sameEach =
    goal.clause.each !== undefined && from.loop !== undefined && from.clause.each?.id === goal.clause.each.id
  if (port.arity === 'one' && field.over !== undefined) {
    const key = loopKey(from, field.over, space)
    if (goal.loop !== undefined && goal.loop.key !== key) {
      // A step runs in one loop only: what a second one would go over is taken whole.
      goal.bound.set(port.name, [source])
      return
    }
    goal.loop = { source: { kind: 'path', goal: from, path: field.over }, key }
    goal.bound.set(port.name, [{ kind: 'item', path: field.item_path ?? '' }])
    return
  }
  if (
    from.loop !== undefined &&
    goal.loop === undefined &&
    // Seen from outside of the loop a list would be a list of lists.
    (port.arity === 'one' || field.over !== undefined || (sameEach && port.arity === 'either'))
  )
    goal.loop = from.loop
  goal.bound.set(port.name, [source])
}

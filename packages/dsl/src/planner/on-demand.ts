import { checksOf } from '../document/checks-of.js'
import { type OutlineStep, valueAt } from '../document/outline.js'

/** Ids of the steps that run only when something activates them: children, and whatever a check, a fallback or a route names. */
export function onDemandIds(steps: readonly OutlineStep[]): Set<string> {
  const ids = new Set<string>()
  for (const { id, step, block, routeTargets } of steps) {
    // A route that holds a child activates it by holding it.
    if (step.is_child === true && block?.startsWith('routes.') !== true) ids.add(id)
    for (const check of checksOf(step)) ids.add(check.run)
    const fallback = valueAt(step, ['on_error', 'fallback_step'])
    if (typeof fallback === 'string') ids.add(fallback)
    for (const target of routeTargets) ids.add(target.id)
  }
  return ids
}

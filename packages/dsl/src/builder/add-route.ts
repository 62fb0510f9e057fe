import type { StepDocument } from '../document/pipeline-document.js'
import { isJsonObject, type Json } from '../json/json.js'
import { createScope, type Mentioned } from './reference.js'
import { writeValue } from './write-value.js'

/** The last step with one more route. Throws when there is no step that could own it. */
export function addRoute(
  steps: readonly StepDocument[],
  match: unknown,
  routeSteps: readonly Json[],
  outside: Mentioned,
): StepDocument[] {
  const owner = steps.at(-1)
  if (owner === undefined) throw new TypeError('onSuccess() adds a route to the step before it, and there is none')
  const mentioned = new Set(outside)
  const given = typeof match === 'function' ? match(createScope(mentioned)) : match
  const written = writeValue(given, 'match', { kinds: { 'match.expression': 'expression' }, mentioned })
  const route = { match: written, steps: [...routeSteps] }
  const present = isJsonObject(owner.on_success ?? null) ? (owner.on_success as { routes?: Json }).routes : undefined
  return [
    ...steps.slice(0, -1),
    { ...owner, on_success: { routes: [...(Array.isArray(present) ? present : []), route] } },
  ]
}

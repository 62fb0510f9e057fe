import type { Json, JsonObject } from '../json/json.js'
import { setOwn } from '../json/set-own.js'
import { readBinding } from './binding.js'
import { type FailedOutcome, graverFailure } from './failed-outcome.js'
import { resolveValue } from './resolve-value.js'
import type { SecretHole } from './secret-hole.js'
import type { PathOutcome, Scope } from './template.js'

/**
 * Resolves one input as written in a document. Of `or` the first alternative counts that is neither null, missing nor unavailable; `default`
 * stands in for all three. `invalid` is an error in any place. A text that needs a secret counts as found.
 *
 * @param holes collects the secrets, as in `resolveValue`; places are relative to the value of the input
 * @returns without a default and nothing found: null if an alternative was null, `unavailable` if all were, else the last `missing`
 * @example resolveBinding({ or: ['{{a.name}}', '{{b.name}}'], default: 'nobody' }, scope)
 */
export function resolveBinding(input: Json, scope: Scope, holes?: SecretHole[]): PathOutcome {
  const binding = readBinding(input)
  if (binding.alternatives.length === 0) return { kind: 'invalid', message: "'or' needs at least one alternative" }
  let outcome: PathOutcome | undefined
  for (const alternative of binding.alternatives) {
    const own: SecretHole[] | undefined = holes === undefined ? undefined : []
    const next = resolveValue(alternative.value, scope, own)
    if (next.kind === 'invalid') return next
    if (next.kind === 'value' && (next.value !== null || (own !== undefined && own.length > 0))) {
      for (const hole of own ?? []) holes?.push(hole)
      return next
    }
    // null beats missing, missing beats unavailable, and of two missing the later one counts.
    if (next.kind === 'value' || outcome === undefined || (next.kind === 'missing' && outcome.kind !== 'value'))
      outcome = next
  }
  if (binding.hasDefault) return resolveValue(binding.default, scope, holes)
  return outcome ?? { kind: 'value', value: null }
}

/**
 * Resolves all inputs of a step. If several fail, `invalid` counts before `unavailable`, and that before `missing`.
 *
 * @param holes collects the secrets; places start with the name of the input
 * @returns the value is the map of resolved inputs
 * @example
 * ```ts
 * import { resolveInputs, type Scope } from '@odp/dsl/plan'
 *
 * const scope: Scope = { read: () => ({ kind: 'value', value: { city: 'Ulm' } }) }
 * resolveInputs({ city: '{{input.city}}', copies: 2 }, scope) // { kind: 'value', value: { city: 'Ulm', copies: 2 } }
 * ```
 */
export function resolveInputs(inputs: JsonObject, scope: Scope, holes?: SecretHole[]): PathOutcome {
  const resolved: JsonObject = {}
  const collected: SecretHole[] = []
  let failure: FailedOutcome | undefined
  for (const [name, input] of Object.entries(inputs)) {
    const own: SecretHole[] | undefined = holes === undefined ? undefined : []
    const outcome = resolveBinding(input, scope, own)
    if (outcome.kind === 'value') setOwn(resolved, name, outcome.value)
    else failure = graverFailure(failure, outcome)
    for (const hole of own ?? []) collected.push({ at: [name, ...hole.at], parts: hole.parts })
  }
  if (failure !== undefined) return failure
  for (const hole of collected) holes?.push(hole)
  return { kind: 'value', value: resolved }
}

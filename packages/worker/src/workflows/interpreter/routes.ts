import { evaluateCondition, type PlanRoute, parseExpression, type StepFailure } from '@odp/dsl/plan'
import { readCause } from './skip-cause.js'
import type { SkipCause, StepRun } from './step-run.js'

/** What a route means for the steps behind it. */
export type RouteDecision =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly cause: SkipCause }
  | { readonly kind: 'failed'; readonly cause: SkipCause; readonly failure: StepFailure }

/** Steps that the expression of a route reads and that have not settled. */
export function unsettledSources(owner: StepRun, route: PlanRoute): StepRun[] {
  return (route.after ?? []).flatMap((id) => {
    const source = owner.scope.find(id)
    return source === undefined || source.settled ? [] : [source]
  })
}

/** Evaluates route number `index` of a completed step. */
export function decideRoute(owner: StepRun, route: PlanRoute, index: number): RouteDecision {
  const outcome = evaluateCondition(parseExpression(route.expression), { scope: owner.scope })
  if (outcome.kind === 'value' && outcome.value) return { kind: 'open' }
  if (outcome.kind === 'unavailable') {
    return { kind: 'closed', cause: readCause(owner, `the route of '${owner.node.id}'`, outcome.root, outcome.reason) }
  }
  const cause = { text: `the route of '${owner.node.id}' does not hold` }
  if (outcome.kind === 'value') return { kind: 'closed', cause }
  const message = `route ${index + 1} of '${owner.node.id}': ${outcome.message}`
  return { kind: 'failed', cause, failure: { code: 'expression_failed', message, retryable: false } }
}

import {
  evaluateCondition,
  type Json,
  type PlanCheck,
  parseExpression,
  parsePath,
  resolveOwnPath,
  type Scope,
  type StepFailure,
} from '@odp/dsl/plan'
import type { StepRun } from './step-run.js'

/** Which checks hold, or the failure that one of them is. */
export type CheckOutcome =
  | { readonly kind: 'evaluated'; readonly holds: readonly boolean[] }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

function evaluate(step: StepRun, check: PlanCheck): boolean | StepFailure {
  const own = step.outputs ?? {}
  if ('not_exists' in check) {
    const outcome = resolveOwnPath(parsePath(check.not_exists), own)
    if (outcome.kind === 'value') return outcome.value === null
    if (outcome.kind === 'missing') return true
    return {
      code: 'reference_failed',
      message: `check: ${outcome.kind === 'invalid' ? outcome.message : outcome.reason}`,
      retryable: false,
    }
  }
  const outcome = evaluateCondition(parseExpression(check.boolean), { scope: scopeOfCheck(step, own), own })
  if (outcome.kind === 'value') return outcome.value === true
  // A step that the check reads was skipped: then the condition cannot hold.
  if (outcome.kind === 'unavailable') return false
  return { code: 'expression_failed', message: `check '${check.boolean}': ${outcome.message}`, retryable: false }
}

/** The step has not completed yet, but a check may read it by its name too. */
function scopeOfCheck(step: StepRun, own: Json): Scope {
  return { read: (root) => (root === step.node.id ? { kind: 'value', value: own } : step.scope.read(root)) }
}

/** Evaluates the checks of a step that has its outputs. */
export function evaluateChecks(step: StepRun): CheckOutcome {
  const holds: boolean[] = []
  for (const check of step.node.check ?? []) {
    const outcome = evaluate(step, check)
    if (typeof outcome !== 'boolean') return { kind: 'failed', failure: outcome }
    holds.push(outcome)
  }
  return { kind: 'evaluated', holds }
}

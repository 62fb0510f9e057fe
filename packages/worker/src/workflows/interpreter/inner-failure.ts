import type { StepFailure } from '@odp/dsl/plan'
import type { StepRun } from './step-run.js'

/** What the failure of a step is to the steps around it. */
export function innerFailure(step: StepRun, failure: StepFailure): StepFailure {
  const message = `'${step.address}' failed: ${failure.message}`
  return { code: 'inner_step_failed', message, retryable: false }
}

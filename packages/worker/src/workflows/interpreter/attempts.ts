import type { PlanRetry, StepFailure, StepRequest } from '@odp/dsl/plan'
import { enclosing } from './enclosing.js'
import type { CallOutcome, Host } from './host.js'
import { retryDelay } from './retry.js'
import type { StepRun } from './step-run.js'

/** How a step is attempted. */
export interface AttemptOptions {
  readonly timeout_seconds: number
  readonly retry: PlanRetry
  /** Told before each wait for another attempt. */
  onRetry(attempt: number, failure: StepFailure): void
  /** Told how it ended; never when the step was ended meanwhile. */
  onEnd(outcome: CallOutcome): void
}

/** Does the work of a running step, again and again as its policy says. */
export function runAttempts(step: StepRun, request: StepRequest, host: Host, options: AttemptOptions): void {
  const { timeout_seconds, retry } = options
  const separate = [...enclosing(step)].some((around) => around.node.timeout_seconds !== undefined)
  const start = (attempt: number): void => {
    step.attempts = attempt
    try {
      const call = host.call(request, { attempt, timeout_seconds, separate }, (outcome) => judge(outcome, attempt))
      // The work itself may have cancelled the execution.
      if (step.status === 'running') step.stop = () => call.cancel()
      else call.cancel()
    } catch (error) {
      options.onEnd(hostFailure(error))
    }
  }
  const judge = (outcome: CallOutcome, attempt: number): void => {
    if (step.status !== 'running') return
    step.stop = undefined
    if (outcome.kind === 'returned' || !outcome.failure.retryable || attempt >= retry.max_attempts) {
      options.onEnd(outcome)
      return
    }
    options.onRetry(attempt + 1, outcome.failure)
    const timer = host.sleep(retryDelay(retry, attempt))
    step.stop = () => timer.cancel()
    void timer.fired.then(() => {
      step.stop = undefined
      if (step.status === 'running') start(attempt + 1)
    })
  }
  start(1)
}

/** A host must not throw; one that does ends the step, not the process. */
function hostFailure(error: unknown): CallOutcome {
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', failure: { code: 'interpreter_failed', message, retryable: false } }
}

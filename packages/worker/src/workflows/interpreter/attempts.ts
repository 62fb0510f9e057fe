import type { PlanRetry, StepFailure, StepRequest } from '@odp/dsl/plan'
import type { CallOutcome, Host } from './host.js'
import { retryDelay } from './retry.js'
import type { StepRun } from './step-run.js'

/** How a step is attempted. */
export interface AttemptOptions {
  readonly timeout_seconds: number
  readonly retry: PlanRetry
  /** Told before each wait for another attempt. */
  onRetry(attempt: number, failure: StepFailure): void
}

/** Does the work of a running step, again and again as its policy says. Nothing is given when the step was ended meanwhile. */
export async function runAttempts(
  step: StepRun,
  request: StepRequest,
  host: Host,
  { timeout_seconds, retry, onRetry }: AttemptOptions,
): Promise<CallOutcome | undefined> {
  for (let attempt = 1; step.status === 'running'; attempt += 1) {
    step.attempts = attempt
    const call = host.call(request, { attempt, timeout_seconds })
    step.stop = () => call.cancel()
    // The work itself may have cancelled the execution before it gave a promise.
    if (step.status !== 'running') break
    const outcome = await call.outcome
    if (step.status !== 'running') return undefined
    step.stop = undefined
    if (outcome.kind === 'returned' || !outcome.failure.retryable || attempt >= retry.max_attempts) return outcome
    onRetry(attempt + 1, outcome.failure)
    const timer = host.sleep(retryDelay(retry, attempt))
    step.stop = () => timer.cancel()
    await timer.fired
    step.stop = undefined
  }
  step.stop?.()
  return undefined
}

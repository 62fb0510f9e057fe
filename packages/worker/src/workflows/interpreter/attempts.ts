import type { PlanNode, PlanRetry, StepFailure, StepRequest } from '@odp/dsl/plan'
import { enclosing } from './enclosing.js'
import type { CallOutcome, Host } from './host.js'
import { retryDelay } from './retry.js'
import type { StepRun } from './step-run.js'

/** A lost worker says nothing about the step; where so many are lost in a row, the step ends them. A policy of more attempts allows as many. */
const MOST_LOSSES = 5

/** How a step is attempted. */
export interface AttemptOptions {
  readonly timeout_seconds: number
  readonly retry: PlanRetry
  /** Number of the first attempt: more than 1 when a person has the step tried again. */
  readonly first: number
  /** Told before each wait for another attempt. */
  onRetry(attempt: number, failure: StepFailure): void
  /** Does something once new work may start. */
  whenOpen(action: () => void): void
  /** Told how it ended; never when the step was ended meanwhile. */
  onEnd(outcome: CallOutcome): void
}

/** Whether nobody knows what an attempt did before it was lost, of work that must not be done twice. */
export function isOutcomeUnknown(node: PlanNode, failure: StepFailure): boolean {
  return node.idempotent === false && (failure.code === 'worker_lost' || failure.code === 'step_timed_out')
}

/** Does the work of a running step, again and again as its policy says. */
export function runAttempts(
  step: StepRun,
  request: StepRequest,
  host: Pick<Host, 'call' | 'sleep'>,
  options: AttemptOptions,
): void {
  const { timeout_seconds, retry, first } = options
  const { placement, resource_class } = step.node
  const placed = {
    ...(placement === undefined ? {} : { placement }),
    ...(resource_class === undefined ? {} : { resource_class }),
  }
  const separate = [...enclosing(step)].some((around) => around.node.timeout_seconds !== undefined)
  /** Attempts that failed by themselves: only these use the policy up. */
  let failed = 0
  const mostLosses = Math.max(MOST_LOSSES, retry.max_attempts)
  let lossesInRow = 0
  let wasLost = false
  const start = (attempt: number): void => {
    step.attempts = attempt
    try {
      const patient = wasLost || failed + 1 >= retry.max_attempts || step.node.idempotent === false
      const call = host.call(request, { attempt, patient, timeout_seconds, separate, ...placed }, (outcome) =>
        judge(outcome, attempt),
      )
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
    if (outcome.kind === 'returned' || !outcome.failure.retryable || isOutcomeUnknown(step.node, outcome.failure)) {
      options.onEnd(outcome)
      return
    }
    const { failure } = outcome
    if (failure.code === 'worker_lost') lossesInRow += 1
    else {
      failed += 1
      lossesInRow = 0
    }
    if (lossesInRow >= mostLosses) options.onEnd({ kind: 'failed', failure: lostTooOften(failure, lossesInRow) })
    else if (failed >= retry.max_attempts) options.onEnd(outcome)
    else {
      options.onRetry(attempt + 1, failure)
      waitForNext(attempt, failure)
    }
  }
  const waitForNext = (attempt: number, failure: StepFailure): void => {
    const again = (): void => {
      step.stop = undefined
      step.retryNow = undefined
      options.whenOpen(() => {
        if (step.status === 'running') start(attempt + 1)
      })
    }
    // Waiting is for the sake of what failed; here nothing did, and noticing took its time.
    if (failure.code === 'worker_lost') {
      wasLost = true
      again()
      return
    }
    const timer = host.sleep(retryDelay(retry, failed), again)
    step.stop = () => {
      step.retryNow = undefined
      timer.cancel()
    }
    step.retryNow = () => {
      timer.cancel()
      again()
    }
  }
  start(first)
}

function lostTooOften(failure: StepFailure, losses: number): StepFailure {
  return { ...failure, message: `${losses} workers in a row were lost during it; ${failure.message}` }
}

/** A host must not throw; one that does ends the step, not the process. */
function hostFailure(error: unknown): CallOutcome {
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', failure: { code: 'interpreter_failed', message, retryable: false } }
}

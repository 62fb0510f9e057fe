import type { JsonObject, StepFailure, StepRequest } from '@odp/dsl/plan'

/** How one attempt ended. A cancelled attempt never answers: its step has settled already. */
export type CallOutcome =
  | { readonly kind: 'returned'; readonly outputs: JsonObject }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

/** An attempt under way. */
export interface RunningCall {
  /** After it nothing is answered any more. */
  cancel(): void
}

/** How one attempt is made. */
export interface CallOptions {
  /** Counts from 1. */
  readonly attempt: number
  readonly timeout_seconds: number
  /** Whether it may be cancelled while the run goes on. Without it, only the end of the run has to stop the work. */
  readonly separate: boolean
}

/** A timer under way. */
export interface RunningTimer {
  readonly fired: Promise<void>
  cancel(): void
}

/**
 * What the interpreter needs from the world. There are two: Temporal's workflow sandbox, and the in-process host
 * for tests and dry runs. Everything else is the same code.
 */
export interface Host {
  /** Milliseconds since 1970. */
  now(): number
  /**
   * Starts one attempt and answers once, later. It ends as a retryable failure `step_timed_out` after `timeout_seconds`.
   * A callback and no promise: Temporal records a stack for every promise of a workflow, which is half of a step's cost there.
   */
  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): RunningCall
  sleep(seconds: number): RunningTimer
}

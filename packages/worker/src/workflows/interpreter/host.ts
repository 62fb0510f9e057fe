import type { JsonObject, StepFailure, StepRequest } from '@odp/dsl/plan'

/** How one attempt ended. A cancelled attempt never answers: its step has settled already. */
export type CallOutcome =
  | { readonly kind: 'returned'; readonly outputs: JsonObject }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

/** An attempt under way. */
export interface RunningCall {
  readonly outcome: Promise<CallOutcome>
  cancel(): void
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
  /** Starts one attempt. It ends as a retryable failure `step_timed_out` after `timeout_seconds`. */
  call(request: StepRequest, options: { readonly attempt: number; readonly timeout_seconds: number }): RunningCall
  sleep(seconds: number): RunningTimer
}

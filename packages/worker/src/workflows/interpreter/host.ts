import type { BatchResult, PlanNode, StepFailure, StepRequest, StepResult } from '@odp/dsl/plan'

/** How one attempt ended. A cancelled attempt never answers: its step has settled already. */
export type CallOutcome =
  | { readonly kind: 'returned'; readonly result: StepResult | BatchResult }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

/** Something under way that answers once: an attempt, or a timer. */
export interface Running {
  /** After it nothing is answered any more. */
  cancel(): void
}

/** How one attempt is made. */
export interface CallOptions {
  /** Counts from 1. */
  readonly attempt: number
  /** Whether a worker that is silent is given time: it may only be blocked, and nothing would make good for a mistake. */
  readonly patient: boolean
  readonly timeout_seconds: number
  /** Whether it may be cancelled while the run goes on. Without it, only the end of the run has to stop the work. */
  readonly separate: boolean
  /** Where the work is done. Absent: by any worker that has the equipment. */
  readonly placement?: 'local' | 'workflow'
  /** Kind of machine that the work needs. */
  readonly resource_class?: NonNullable<PlanNode['resource_class']>
}

/**
 * What the interpreter needs from the world. There are two: Temporal's workflow sandbox, and the in-process host
 * for tests and dry runs. Everything else is the same code.
 * Callbacks and no promises: Temporal records a stack for every promise of a workflow, which is half of a step's cost there.
 */
export interface Host {
  /** Milliseconds since 1970. */
  now(): number
  /** Starts one attempt and answers once, later. It ends as a retryable failure `step_timed_out` after `timeout_seconds`. */
  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): Running
  sleep(seconds: number, fired: () => void): Running
}

import type { JsonObject } from '@odp/dsl'
import type { ExecutionEvent, ExecutionResult, Plan, StepRequest } from '@odp/dsl/plan'

/** One attempt of a step, as the work of a case sees it. */
export interface ConformanceAttempt {
  /** Counts from 1. */
  readonly number: number
  /** Aborted when the step is cancelled or over its time. */
  readonly signal: AbortSignal
  /** Lets virtual seconds pass; a host may scale them. */
  sleep(seconds: number): Promise<void>
}

/** Does the work of every step of a case. It gives the outputs that can be read, or throws a `StepError`. */
export type ConformanceWork = (request: StepRequest, attempt: ConformanceAttempt) => Promise<JsonObject>

/** What a host runs. All times in it are virtual seconds. */
export interface ConformanceRun {
  readonly execution_id: string
  readonly plan: Plan
  readonly input: JsonObject
  readonly work: ConformanceWork
  /** When to cancel the execution, in virtual seconds after its start. */
  readonly cancel_at_seconds?: number
}

/** What came of a run. */
export interface Observed extends ExecutionResult {
  readonly events: readonly ExecutionEvent[]
  /** Virtual seconds from start to end. */
  readonly seconds: number
}

/**
 * Runs the plans of cases. A host whose time is real runs `scalePlan(run.plan, scale)`, lets `sleep` take as much less,
 * and divides the seconds that it observed by the scale.
 */
export interface ConformanceHost {
  readonly name: string
  /** Virtual seconds that a host's own real time may add to a run, beyond the limit of a case. Default 0. */
  readonly overhead_seconds?: number
  /** Rejects only when the run could not be observed to its end; a failed execution is an observation. */
  execute(run: ConformanceRun): Promise<Observed>
}

import type {
  ApprovalRequest,
  BatchResult,
  ExecutionEvent,
  ExecutionResult,
  JsonObject,
  Operation,
  Plan,
  StepRequest,
  StepResult,
} from '@odp/dsl/plan'

/**
 * One attempt of a step, as the work of a case sees it.
 *
 * @example
 * ```ts
 * import type { ConformanceAttempt } from '@odp/worker/conformance'
 *
 * const pause = ({ number, sleep }: ConformanceAttempt) => sleep(number * 10)
 * ```
 */
export interface ConformanceAttempt {
  /** Counts from 1. */
  readonly number: number
  /** Aborted when the step is cancelled or over its time. */
  readonly signal: AbortSignal
  /** Lets virtual seconds pass; a host may scale them. */
  sleep(seconds: number): Promise<void>
}

/**
 * Does the work of every step of a case. It gives the outputs that can be read and what they mean, or throws a `StepError`.
 *
 * @example
 * ```ts
 * import type { ConformanceWork } from '@odp/worker/conformance'
 *
 * const echo: ConformanceWork = async ({ inputs }) => ({ outputs: inputs ?? {} })
 * ```
 */
export type ConformanceWork = (request: StepRequest, attempt: ConformanceAttempt) => Promise<StepResult | BatchResult>

/**
 * What a host runs. All times in it are virtual seconds.
 *
 * @example
 * ```ts
 * import type { ConformanceRun } from '@odp/worker/conformance'
 *
 * const title = ({ execution_id, plan }: ConformanceRun) => `${plan.pipeline_id} as ${execution_id}`
 * ```
 */
export interface ConformanceRun {
  readonly execution_id: string
  readonly plan: Plan
  readonly input: JsonObject
  readonly work: ConformanceWork
  /** What people do, each at its virtual second after the start. */
  readonly actions: readonly TimedAction[]
  /** What has to be approved, for a plan in safe mode: that of the plan and the input, without an estimate. */
  readonly approval?: ApprovalRequest
  /** Recorded outputs of another execution that are taken over, by step id. */
  readonly reuse?: Readonly<Record<string, JsonObject>>
}

/**
 * Something that a person does to the execution of a case.
 *
 * @example
 * ```ts
 * import type { TimedAction } from '@odp/worker/conformance'
 *
 * const pause: TimedAction = { at_seconds: 5, operation: { operation: 'pause', request_id: 'a' } }
 * ```
 */
export interface TimedAction {
  readonly at_seconds: number
  readonly operation: Operation
}

/**
 * What came of a run.
 *
 * @example
 * ```ts
 * import type { Observed } from '@odp/worker/conformance'
 *
 * const summary = ({ status, seconds, events }: Observed) => `${status} after ${seconds} s and ${events.length} events`
 * ```
 */
export interface Observed extends ExecutionResult {
  readonly events: readonly ExecutionEvent[]
  /** Virtual seconds from start to end. */
  readonly seconds: number
}

/**
 * Runs the plans of cases. A host whose time is real runs `scalePlan(run.plan, scale)`, lets `sleep` take as much less,
 * and divides the seconds that it observed by the scale.
 *
 * @example
 * ```ts
 * import { type ConformanceHost, localHost } from '@odp/worker/conformance'
 *
 * const loud: ConformanceHost = {
 *   name: 'loud',
 *   execute(run) {
 *     console.log(run.execution_id)
 *     return localHost.execute(run)
 *   },
 * }
 * ```
 */
export interface ConformanceHost {
  readonly name: string
  /** Virtual seconds that a host's own real time may add to a run, beyond the limit of a case. Default 0. */
  readonly overhead_seconds?: number
  /** Rejects only when the run could not be observed to its end; a failed execution is an observation. */
  execute(run: ConformanceRun): Promise<Observed>
}

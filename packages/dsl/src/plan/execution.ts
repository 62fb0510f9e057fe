import type { Json, JsonObject } from '../json/json.js'
import type { StepFailure } from './failure.js'
import type { AuditEntry } from './operation.js'
import type { StepQuestion } from './step-result.js'

/**
 * State of one step of an execution. `waiting`: a person has to answer its question.
 *
 * @example
 * ```ts
 * import type { StepStatus } from '@odp/dsl/plan'
 *
 * const isActive = (status: StepStatus) => status === 'running' || status === 'waiting'
 * ```
 */
export type StepStatus = 'pending' | 'running' | 'waiting' | 'completed' | 'failed' | 'skipped' | 'cancelled'

/**
 * How an execution ends.
 *
 * @example
 * ```ts
 * import type { FinalStatus } from '@odp/dsl/plan'
 *
 * const EXIT_CODES: Record<FinalStatus, number> = { completed: 0, failed: 1, cancelled: 1 }
 * ```
 */
export type FinalStatus = 'completed' | 'failed' | 'cancelled'

/**
 * State of an execution. `paused`: nothing new starts until it is resumed.
 *
 * @example
 * ```ts
 * import type { ExecutionStatus } from '@odp/dsl/plan'
 *
 * const hasEnded = (status: ExecutionStatus) => ['completed', 'failed', 'cancelled'].includes(status)
 * ```
 */
export type ExecutionStatus = 'awaiting_approval' | 'running' | 'paused' | FinalStatus

/**
 * Cost in units and duration in seconds, each as `[least, expected, most]`; null where nothing is known.
 *
 * @example
 * ```ts
 * import type { ExecutionEstimate } from '@odp/dsl/plan'
 *
 * const estimate: ExecutionEstimate = { cost_units: [2, 2, 6], duration_seconds: [30, 30, null] }
 * ```
 */
export interface ExecutionEstimate {
  readonly cost_units: readonly [number, number, number | null] | null
  readonly duration_seconds: readonly [number, number, number | null] | null
}

/**
 * What a person approves: exactly this document with this input at this estimate.
 *
 * @example
 * ```ts
 * import type { ApprovalRequest } from '@odp/dsl/plan'
 *
 * const isCheap = ({ estimate }: ApprovalRequest) => (estimate.cost_units?.[2] ?? Number.POSITIVE_INFINITY) < 100
 * ```
 */
export interface ApprovalRequest {
  /** SHA-256 over the digests of document and input and the estimate, in hexadecimal. An approval has to name it. */
  readonly digest: string
  readonly estimate: ExecutionEstimate
  /** Minutes after which the execution fails with `approval_expired`. Default 10,080: a week. */
  readonly expires_minutes?: number
}

/**
 * What is known about one step. Times are milliseconds since 1970.
 *
 * @example
 * ```ts
 * import type { StepState } from '@odp/dsl/plan'
 *
 * const seconds = ({ started_at, ended_at }: StepState) =>
 *   started_at === undefined || ended_at === undefined ? undefined : (ended_at - started_at) / 1000
 * ```
 */
export interface StepState {
  readonly id: string
  readonly type: string
  readonly status: StepStatus
  /** Attempts so far. */
  readonly attempts: number
  readonly started_at?: number
  readonly ended_at?: number
  /** Why it failed. */
  readonly failure?: StepFailure
  /** What a person is asked, while the step waits. */
  readonly question?: StepQuestion
  /** Where its outputs come from, when its work was not done: the cache, or the execution that this one replays. */
  readonly reused?: 'cache' | 'replay'
  /** Cost units that its work reported. */
  readonly cost_units?: number
  /** Why it was skipped: every step of the chain. */
  readonly reason?: string
  /** The fallback that stands in for it. */
  readonly rescued_by?: string
  /** The step whose block it stands in. */
  readonly parent?: string
  /** For a loop: items in all, settled, failed and running. */
  readonly items?: {
    readonly count: number
    readonly settled: number
    readonly failed: number
    readonly running: number
  }
}

/**
 * A snapshot of an execution. Times are milliseconds since 1970.
 *
 * @example
 * ```ts
 * import type { ExecutionState } from '@odp/dsl/plan'
 *
 * const failed = ({ steps }: ExecutionState) => steps.filter(({ status }) => status === 'failed').map(({ id }) => id)
 * ```
 */
export interface ExecutionState {
  readonly execution_id: string
  readonly pipeline_id: string
  readonly workspace_id: string
  readonly project_id: string
  readonly digest: string
  readonly status: ExecutionStatus
  readonly started_at: number
  readonly ended_at?: number
  readonly failure?: StepFailure & { readonly step?: string }
  /** What is waited for, while the status is `awaiting_approval`. */
  readonly approval?: ApprovalRequest
  /** What people have done to it, in order. */
  readonly audit: readonly AuditEntry[]
  /** Cost units that its steps have reported so far. */
  readonly cost_units: number
  /** Steps of the outermost scope in document order. */
  readonly steps: readonly StepState[]
  /** Steps inside loops that wait for an answer. */
  readonly questions: readonly StepState[]
  /** Number of the last event. */
  readonly sequence: number
}

/**
 * Names of events.
 *
 * @example
 * ```ts
 * import type { ExecutionEventType } from '@odp/dsl/plan'
 *
 * const isOfStep = (type: ExecutionEventType) => type.startsWith('step.')
 * ```
 */
export type ExecutionEventType =
  | 'pipeline.submitted'
  | 'pipeline.approval_requested'
  | 'pipeline.approved'
  | 'pipeline.started'
  | 'pipeline.paused'
  | 'pipeline.resumed'
  | 'pipeline.replanned'
  | 'pipeline.completed'
  | 'pipeline.failed'
  | 'pipeline.cancelled'
  | 'step.started'
  | 'step.retrying'
  | 'step.answer_requested'
  | 'step.answered'
  | 'step.completed'
  | 'step.failed'
  | 'step.skipped'
  | 'step.cancelled'

/**
 * Something that happened in an execution. `sequence` counts from 1 without gaps.
 *
 * @example
 * ```ts
 * import type { ExecutionEvent } from '@odp/dsl/plan'
 *
 * const print = ({ time, type, step_id = '' }: ExecutionEvent) => console.log(new Date(time).toISOString(), type, step_id)
 * ```
 */
export interface ExecutionEvent {
  readonly sequence: number
  readonly type: ExecutionEventType
  readonly execution_id: string
  readonly workspace_id: string
  /** Milliseconds since 1970. */
  readonly time: number
  /** Step id with its iteration, such as `others[3].crawl`. */
  readonly step_id?: string
  readonly attempt?: number
  readonly failure?: StepFailure
  readonly reason?: string
  /** Names of the artifacts that a completed step keeps. */
  readonly artifacts?: readonly string[]
  /** Where the outputs of a completed step come from, when its work was not done. */
  readonly reused?: 'cache' | 'replay'
  /** Something that a person should know though the run goes on, such as a cache that does not answer. */
  readonly warning?: string
  /** Who did it, for what people do. */
  readonly by?: string
  /** What is asked, of `step.answer_requested`. */
  readonly question?: StepQuestion
  /** What has to be approved, of `pipeline.approval_requested`. */
  readonly approval?: ApprovalRequest
}

/**
 * What a run gave in the end.
 *
 * @example
 * ```ts
 * import type { ExecutionResult } from '@odp/dsl/plan'
 *
 * const print = ({ status, failure, outputs }: ExecutionResult) => console.log(status, failure?.message ?? outputs)
 * ```
 */
export interface ExecutionResult {
  readonly status: ExecutionStatus
  readonly failure?: StepFailure & { readonly step?: string }
  /** Outputs by step id, of every completed step of the outermost scope. */
  readonly outputs: Readonly<Record<string, Json>>
  readonly state: ExecutionState
}

/**
 * The root `run` of templates.
 *
 * @example
 * ```ts
 * import type { RunContext } from '@odp/dsl/plan'
 *
 * const run: RunContext = {
 *   id: 'hello-1', pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo', started_at: '2026-01-31T09:00:00.000Z',
 * }
 * ```
 */
export interface RunContext {
  readonly id: string
  readonly pipeline_id: string
  readonly workspace_id: string
  readonly project_id: string
  /** ISO 8601 in UTC. */
  readonly started_at: string
}

/**
 * What an execution starts from.
 *
 * @example
 * ```ts
 * import type { ExecutionInput } from '@odp/dsl/plan'
 *
 * const start: ExecutionInput = { execution_id: 'hello-1', input: { name: 'Ada' } }
 * ```
 */
export interface ExecutionInput {
  readonly execution_id: string
  readonly input: JsonObject
  /** What has to be approved before anything runs. Needed for a plan in safe mode. */
  readonly approval?: ApprovalRequest
  /** Whether a failure that would fail the run waits for a person first, who can retry or skip the step. Default false. */
  readonly hold_failures?: boolean
  /** Minutes after which a question without an answer counts as answered by `fail`. Default 10,080: a week. */
  readonly answer_expires_minutes?: number
  /** Outputs of another execution by step address, which steps take instead of doing their work. */
  readonly reuse?: Readonly<Record<string, JsonObject>>
}

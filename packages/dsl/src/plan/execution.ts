import type { Json, JsonObject } from '../json/json.js'
import type { StepFailure } from './failure.js'

/** State of one step of an execution. */
export type StepStatus = 'pending' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled'

/** State of an execution. */
export type ExecutionStatus = 'running' | 'completed' | 'failed' | 'cancelled'

/** What is known about one step. Times are milliseconds since 1970. */
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

/** A snapshot of an execution. */
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
  /** Steps of the outermost scope in document order. */
  readonly steps: readonly StepState[]
  /** Number of the last event. */
  readonly sequence: number
}

/** Names of events. */
export type ExecutionEventType =
  | 'pipeline.submitted'
  | 'pipeline.started'
  | 'pipeline.completed'
  | 'pipeline.failed'
  | 'pipeline.cancelled'
  | 'step.started'
  | 'step.retrying'
  | 'step.completed'
  | 'step.failed'
  | 'step.skipped'
  | 'step.cancelled'

/** Something that happened in an execution. `sequence` counts from 1 without gaps. */
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
}

/** What a run gave in the end. */
export interface ExecutionResult {
  readonly status: ExecutionStatus
  readonly failure?: StepFailure & { readonly step?: string }
  /** Outputs by step id, of every completed step of the outermost scope. */
  readonly outputs: Readonly<Record<string, Json>>
  readonly state: ExecutionState
}

/** The root `run` of templates. */
export interface RunContext {
  readonly id: string
  readonly pipeline_id: string
  readonly workspace_id: string
  readonly project_id: string
  /** ISO 8601 in UTC. */
  readonly started_at: string
}

/** What an execution starts from. */
export interface ExecutionInput {
  readonly execution_id: string
  readonly input: JsonObject
}

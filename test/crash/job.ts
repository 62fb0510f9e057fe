import type { AuditEntry, ExecutionEvent, ExecutionStatus, Json, StepFailure, StepState } from '@odp/dsl/plan'

/** An execution that the client is to carry out. */
export interface Job {
  readonly id: string
  readonly scenario: string
  /** The same for executions that want the same of the cache. */
  readonly shared: string
}

/** What the client saw of it in the end; `again` are its events, read anew from the first. */
export interface JobResult {
  readonly status: ExecutionStatus
  readonly failure?: StepFailure
  readonly outputs: Readonly<Record<string, Json>>
  readonly steps: readonly StepState[]
  readonly audit: readonly AuditEntry[]
  readonly events: readonly ExecutionEvent[]
  readonly again: readonly ExecutionEvent[]
}

/** Instead of a result, where the client itself failed. */
export interface JobError {
  readonly error: string
}

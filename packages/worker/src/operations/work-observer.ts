import type { ExecutionEvent } from '@odp/dsl/plan'

/** One attempt of a step, or of a batch of steps, as its worker saw it. It holds nothing that a pipeline or a method wrote but ids. */
export interface Attempt {
  readonly execution_id: string
  /** Step id with its iteration. */
  readonly step: string
  readonly type: string
  readonly attempt: number
  readonly task_queue: string
  readonly duration_ms: number
  readonly outcome: 'completed' | 'failed' | 'cancelled'
  /** Why it failed. */
  readonly code?: string
  /** Items of a batch. */
  readonly items?: number
  /** Results that came from the cache. */
  readonly cache_hits: number
  readonly cost_units: number
}

/** Told of what a worker does. */
export interface WorkObserver {
  attempted(attempt: Attempt): void
  /** New events of executions whose workflow runs here; not told again in a replay. */
  happened(events: readonly ExecutionEvent[]): void
}

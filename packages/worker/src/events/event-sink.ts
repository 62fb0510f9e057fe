import type { ExecutionEvent } from '@odp/dsl/plan'
import type { Sinks } from '@temporalio/workflow'

/** What the workflow tells its worker, outside of history. */
export interface EventSinks extends Sinks {
  events: {
    /** New events in order, those of one change at once. They hold only once Temporal has taken the change. Told again in a replay. */
    emitted(events: ExecutionEvent[]): void
  }
}

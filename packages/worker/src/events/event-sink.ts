import type { ExecutionEvent } from '@odp/dsl/plan'
import type { Sinks } from '@temporalio/workflow'

/** What the workflow tells its worker, outside of history and not during replay. */
export interface EventSinks extends Sinks {
  events: {
    /** New events in order, those of one change at once. They hold only once Temporal has taken the change. */
    emitted(events: ExecutionEvent[]): void
  }
}

import type { ExecutionEvent } from '@odp/dsl/plan'

/** Whether nothing follows an event. */
export function isFinalEvent({ type }: Pick<ExecutionEvent, 'type'>): boolean {
  return type === 'pipeline.completed' || type === 'pipeline.failed' || type === 'pipeline.cancelled'
}

import type { ExecutionEvent, ExecutionEventType } from '@odp/dsl/plan'

/** An event of a test. */
export function event(
  sequence: number,
  type: ExecutionEventType = 'step.started',
  more: Partial<ExecutionEvent> = {},
): ExecutionEvent {
  return { sequence, type, execution_id: 'e', workspace_id: 'w', time: sequence, ...more }
}

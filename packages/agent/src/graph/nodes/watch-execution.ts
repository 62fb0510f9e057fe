import type { ExecutionEvent, ExecutionState } from '@odp/dsl/plan'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** Waits for the end of an execution. Of what it did, statuses, types, counts and codes are kept: never a text, which may have been crawled. */
export async function watchExecution(
  { execution_id, approval, spent }: ConversationState,
  { executions }: ConversationDependencies,
  tell: (event: ExecutionEvent) => void,
): Promise<ConversationUpdate> {
  if (executions === undefined || execution_id === undefined) return { status: 'failed', next: 'end' }
  const ended = await executions.watch(execution_id, tell)
  const expected = approval?.estimate.cost_units?.[1] ?? 0
  return { execution: summaryOf(ended), spent: spent + Math.max(expected, ended.cost_units), next: 'decideReplan' }
}

function summaryOf({ status, failure, steps }: ExecutionState): NonNullable<ConversationState['execution']> {
  return {
    status,
    ...(failure === undefined ? {} : { failure: failure.code }),
    steps: steps.map(({ id, type, status: state, attempts, failure: reason, items }) => ({
      id,
      type,
      status: state,
      attempts,
      ...(reason === undefined ? {} : { failure: reason.code }),
      ...(items === undefined ? {} : { items: { count: items.count, failed: items.failed } }),
    })),
  }
}

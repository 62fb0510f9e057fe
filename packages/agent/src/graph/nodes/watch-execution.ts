import type { ExecutionEvent, ExecutionState } from '@odp/dsl/plan'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** Waits for the end of an execution. Of what it did, statuses, types, counts and codes are kept: never a text, which may have been crawled. */
export async function watchExecution(
  { execution_id }: ConversationState,
  { executions }: ConversationDependencies,
  tell: (event: ExecutionEvent) => void,
): Promise<ConversationUpdate> {
  if (executions === undefined || execution_id === undefined) return { status: 'failed', next: 'end' }
  return { execution: summaryOf(await executions.watch(execution_id, tell)), next: 'decideReplan' }
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

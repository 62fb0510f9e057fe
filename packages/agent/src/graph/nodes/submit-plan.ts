import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { estimateCost } from './estimate-cost.js'

/** Starts what was approved, and nothing else: its digest is worked out anew. */
export async function submitPlan(
  state: ConversationState,
  dependencies: ConversationDependencies,
): Promise<ConversationUpdate> {
  const { document = '', input, approved, approved_by = dependencies.by, carried, thread_id, revisions } = state
  const { executions } = dependencies
  const now = await estimateCost(state, dependencies)
  if (executions === undefined || approved === undefined || now.approval?.digest !== approved)
    return again(now, { code: 'approval_stale', message: 'what was approved is not what would be started' })
  const execution_id = `${thread_id}-${revisions}-${approved.slice(0, 16)}`
  try {
    const { replay_of } = now
    const settings = {
      execution_id,
      digest: approved,
      by: approved_by,
      ...(replay_of === undefined ? {} : { replay_of }),
      ...(carried === undefined ? {} : { carried }),
    }
    if (await executions.submit(document, input, settings))
      return { execution_id, status: 'running', next: 'watchExecution' }
    return again(now, { code: 'approval_stale', message: 'the server wanted something else approved; it was rejected' })
  } catch (error) {
    return again(now, { code: 'submit_failed', message: error instanceof Error ? error.message : String(error) })
  }
}

/** Nothing runs: the person may look at it again. */
function again(now: ConversationUpdate, failure: { code: string; message: string }): ConversationUpdate {
  return { ...now, approved: undefined, failure }
}

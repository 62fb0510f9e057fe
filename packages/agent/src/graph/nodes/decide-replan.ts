import type { ConversationDependencies } from '../conversation-dependencies.js'
import { type Ask, replanReply } from '../conversation-question.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { revised } from './revised.js'

/**
 * After an execution that did not complete: the person has it run again, has the pipeline changed, or leaves it. Each takes over the outputs that still
 * hold, and is approved anew where the approval that was given does not cover it.
 */
export function decideReplan(
  state: ConversationState,
  dependencies: ConversationDependencies,
  ask: Ask,
): ConversationUpdate {
  const { execution, execution_id } = state
  if (execution === undefined) return { status: 'failed', next: 'end' }
  if (execution.status === 'completed') return { status: 'completed', next: 'end' }
  const reply = ask({ kind: 'replan', execution }, replanReply)
  if (reply.action === 'stop') return { status: 'failed', next: 'end' }
  const replay = { replay_of: execution_id, approved: undefined }
  if (reply.action === 'edit') return { ...replay, ...revised(state, reply.request, dependencies) }
  // What was left out of the request was seen when it was approved.
  return {
    ...replay,
    pipeline: undefined,
    policy: [],
    unused_words: [],
    revisions: state.revisions + 1,
    next: 'estimateCost',
  }
}

import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** Notes what a planner will choose from, so that a person can see it. */
export function noteCandidates(
  { request }: ConversationState,
  { planner }: ConversationDependencies,
): ConversationUpdate {
  return { candidates: [...planner.candidates(request)], next: 'draftPlan' }
}

import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

const MOST_REVISIONS = 5

/** The same pipeline is to be changed as a new request says. What was approved before is approved no longer. */
export function revised(
  { document, revisions }: ConversationState,
  request: string,
  { most_revisions = MOST_REVISIONS }: ConversationDependencies,
): ConversationUpdate {
  if (revisions >= most_revisions)
    return {
      missing: `the pipeline was revised ${revisions} times: begin a new conversation`,
      status: 'abstained',
      next: 'end',
    }
  return {
    request,
    pipeline: document,
    answers: [],
    approved: undefined,
    approval: undefined,
    revisions: revisions + 1,
    next: 'readRequest',
  }
}

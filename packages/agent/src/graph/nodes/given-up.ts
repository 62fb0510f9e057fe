import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** No valid pipeline came of a request. */
export function givenUp({ issues }: ConversationState): ConversationUpdate {
  const missing = `no valid pipeline was found: ${issues[0]?.message ?? 'the planner gave none'}`
  return { missing, document: undefined, status: 'abstained', next: 'end' }
}

import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { givenUp } from './given-up.js'

const MOST_REPAIRS = 3

/**
 * What follows from issues of a plan: another repair, as long as they become fewer and the planner can mend at all, else another plan in its place, if the
 * planner has one, else the end.
 */
export function afterIssues(
  state: ConversationState,
  issues: ConversationState['issues'],
  { planner, most_repairs = MOST_REPAIRS }: ConversationDependencies,
): ConversationUpdate {
  const isStuck = state.repairs > 0 && issues.length >= state.issues.length
  const canRepair = planner.repair !== undefined && state.answer !== undefined
  if (isStuck || !canRepair || state.repairs >= Math.min(most_repairs, MOST_REPAIRS)) {
    if (planner.standIn === undefined || state.answer === undefined) return { ...givenUp({ ...state, issues }), issues }
    // Without an answer there is nothing to mend.
    return { issues, document: undefined, draft: undefined, answer: undefined, next: 'repairPlan' }
  }
  return { issues, document: undefined, next: 'repairPlan' }
}

/**
 * The agent as a conversation: from a request to an approved pipeline that is submitted and watched, on LangGraph. Loaded only where one is held.
 *
 * @module
 */
export type { ApprovalChange } from './approval-changes.js'
export { type ConversationStart, Conversations, type ConversationTurn } from './conversation.js'
export type { ConversationDependencies } from './conversation-dependencies.js'
export { ConversationError } from './conversation-error.js'
export type { ConversationProgress } from './conversation-progress.js'
export type { ConversationQuestion } from './conversation-question.js'
export { CONVERSATION_NODES, type ConversationNode, type ConversationState } from './conversation-state.js'
export { type Executions, odpExecutions, type RevisionPreview, type SubmitSettings } from './executions.js'
export {
  type GraphPlanner,
  modelGraphPlanner,
  type Planned,
  type PlanningTask,
  typedGraphPlanner,
} from './graph-planner.js'
export { SqliteCheckpointer } from './sqlite-checkpointer.js'

/**
 * The planner with a language model. Loaded only where one is configured; the typed planner needs nothing of it.
 *
 * @module
 */
export { draftRequestsWithModel } from '../planner/llm/draft-requests-with-model.js'
export { editWithModel } from '../planner/llm/edit-with-model.js'
export type { LlmDraft } from '../planner/llm/llm-draft.js'
export { draftWithModel } from '../planner/llm/llm-planner.js'
export type { LlmPlannerOptions } from '../planner/llm/llm-planner-options.js'
export type { Feedback } from '../planner/llm/proposal.js'

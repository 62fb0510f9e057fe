/**
 * Language models behind an OpenAI-compatible service: structured answers within a budget. The package `openai` is loaded by the first question.
 *
 * @module
 */
export { LLM_RUNGS, type LlmRung } from './capability.js'
export { LlmBudget, type LlmLimits, type LlmUsage } from './llm-budget.js'
export { type LlmClient, llmClient, llmCost } from './llm-client.js'
export { LlmError, type LlmErrorCode } from './llm-error.js'
export type { LlmAnswer, LlmCheck, LlmMessage, LlmQuestion } from './llm-question.js'
export { type LlmSettings, llmSettings } from './llm-settings.js'
export { promptData } from './prompt-data.js'

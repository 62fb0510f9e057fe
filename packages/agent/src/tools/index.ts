/**
 * Tools for other agents: find, draft, check, repair, try out, submit and watch pipelines. None of them can approve anything or go beyond
 * the policy of its context.
 *
 * @module
 */

export type { AgentTool } from './agent-tool.js'
export { AGENT_TOOLS } from './agent-tools.js'
export { asLangChainTools } from './as-lang-chain-tools.js'
export { asOpenAiTools, type OpenAiTool, type OpenAiToolCall, type OpenAiToolMessage } from './as-open-ai-tools.js'
export { inputJsonSchema } from './input-json-schema.js'
export { runTool, type ToolAnswer } from './run-tool.js'
export { makeToolContext, type ToolContext, type ToolContextOptions, type ToolPolicy } from './tool-context.js'
export { TOOL_ERROR_CODES, type ToolErrorCode } from './tool-error.js'

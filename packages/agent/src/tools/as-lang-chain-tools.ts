import type { DynamicStructuredTool } from '@langchain/core/tools'
import type { AgentTool } from './agent-tool.js'
import { AGENT_TOOLS } from './agent-tools.js'
import { inputJsonSchema } from './input-json-schema.js'
import { runTool } from './run-tool.js'
import type { ToolContext } from './tool-context.js'

/**
 * The tools for LangChain and LangGraph. `@langchain/core` is loaded when it is called. A tool that refuses answers with its error, so
 * that the model can do better; arguments that do not fit its schema are refused by LangChain itself.
 *
 * @example
 * ```ts
 * import { asLangChainTools, makeToolContext } from '@odp/agent/tools'
 *
 * const tools = await asLangChainTools(makeToolContext())
 * console.log(await tools[0]?.invoke({ query: 'birds' }))
 * ```
 */
export async function asLangChainTools(
  context: ToolContext,
  tools: readonly AgentTool[] = AGENT_TOOLS,
): Promise<DynamicStructuredTool[]> {
  const { DynamicStructuredTool: Tool } = await import('@langchain/core/tools')
  return tools.map(
    (tool) =>
      new Tool({
        name: tool.name,
        description: tool.description,
        schema: inputJsonSchema(tool),
        func: async (input: unknown) => (await runTool(context, tool.name, input, tools)).text,
      }),
  )
}

import type { JsonObject } from '@odp/dsl'
import type { AgentTool } from './agent-tool.js'
import { AGENT_TOOLS } from './agent-tools.js'
import { inputJsonSchema } from './input-json-schema.js'
import { runTool } from './run-tool.js'
import type { ToolContext } from './tool-context.js'

/**
 * A tool as `tools` of a chat completion takes it.
 *
 * @example
 * ```ts
 * import type { OpenAiTool } from '@odp/agent/tools'
 *
 * const nameOf = (tool: OpenAiTool) => tool.function.name
 * ```
 */
export interface OpenAiTool {
  type: 'function'
  function: { name: string; description: string; parameters: JsonObject }
}

/**
 * A call as a chat completion gives it in `tool_calls`.
 *
 * @example
 * ```ts
 * import type { OpenAiToolCall } from '@odp/agent/tools'
 *
 * const call: OpenAiToolCall = { id: 'call_1', function: { name: 'search_methods', arguments: '{"query":"birds"}' } }
 * ```
 */
export interface OpenAiToolCall {
  readonly id: string
  readonly function: { readonly name: string; readonly arguments: string }
}

/**
 * The message that answers a call.
 *
 * @example
 * ```ts
 * import type { OpenAiToolMessage } from '@odp/agent/tools'
 *
 * const textOf = ({ content }: OpenAiToolMessage) => content
 * ```
 */
export interface OpenAiToolMessage {
  role: 'tool'
  tool_call_id: string
  content: string
}

/**
 * The tools for the OpenAI API and everything that speaks it.
 *
 * @returns `tools` for the request, and `answer`, which carries out one of `tool_calls` and never throws
 * @example
 * ```ts
 * import { asOpenAiTools, makeToolContext } from '@odp/agent/tools'
 *
 * const { tools, answer } = asOpenAiTools(makeToolContext())
 * const call = { id: 'call_1', function: { name: 'list_step_types', arguments: '{}' } }
 * const message = await answer(call) // { role: 'tool', tool_call_id: 'call_1', content: '{"step_types":…' }
 * ```
 */
export function asOpenAiTools(
  context: ToolContext,
  tools: readonly AgentTool[] = AGENT_TOOLS,
): { readonly tools: OpenAiTool[]; answer(call: OpenAiToolCall): Promise<OpenAiToolMessage> } {
  return {
    tools: tools.map((tool) => ({
      type: 'function',
      function: { name: tool.name, description: tool.description, parameters: inputJsonSchema(tool) },
    })),
    async answer({ id, function: { name, arguments: text } }) {
      const { text: content } = await runTool(context, name, argumentsOf(text), tools)
      return { role: 'tool', tool_call_id: id, content }
    },
  }
}

/** Arguments that a model wrote; a text that is no JSON is refused by the schema, which wants an object. */
function argumentsOf(text: string): unknown {
  try {
    return text.trim() === '' ? {} : JSON.parse(text)
  } catch {
    return text
  }
}

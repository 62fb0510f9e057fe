import type { JsonObject } from '@odp/dsl'
import * as z from 'zod'
import type { AgentTool } from './agent-tool.js'

/**
 * The JSON Schema of the arguments of a tool.
 *
 * @example
 * ```ts
 * import { AGENT_TOOLS, inputJsonSchema } from '@odp/agent/tools'
 *
 * const schemas = AGENT_TOOLS.map((tool) => inputJsonSchema(tool))
 * ```
 */
export function inputJsonSchema({ input }: AgentTool): JsonObject {
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input' }) as JsonObject
  return schema
}

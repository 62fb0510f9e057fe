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
  const { $schema: _, ...schema } = z.toJSONSchema(input, { io: 'input', override: anyJson }) as JsonObject
  return schema
}

/** `z.json()` is recursive, which not every model's server understands; "anything" says as much. */
function anyJson({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (!('anyOf' in jsonSchema) || (jsonSchema.anyOf as unknown[]).length < 6) return
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
}

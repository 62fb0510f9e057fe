import { z } from 'zod'
import type { JsonObject } from '../json/json.js'

/**
 * JSON Schema of a Zod schema, without `$schema`. Zod drops keys that an object does not name, so that they are no
 * mistake: only a strict object refuses them.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const definition = zodSchema._zod.def
      if (definition.type === 'object' && !('catchall' in definition && definition.catchall !== undefined)) {
        delete jsonSchema.additionalProperties
      }
    },
  })
  return JSON.parse(JSON.stringify(rest)) as JsonObject
}

/** Whether a value is a Zod schema. */
export function isZodSchema(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value
}

import { z } from 'zod'
import type { JsonObject } from '../json/json.js'

/**
 * JSON Schema of a Zod schema, without `$schema`. Zod drops keys that an object does not name, so that they are no
 * mistake: only a strict object refuses them. What says nothing is left out: that whole numbers are safe ones, and that
 * an object without properties may have any.
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const definition = zodSchema._zod.def
      if (definition.type === 'object' && !('catchall' in definition && definition.catchall !== undefined)) {
        delete jsonSchema.additionalProperties
      } else if (definition.type === 'object' && isFree(jsonSchema)) {
        delete jsonSchema.additionalProperties
        delete jsonSchema.properties
      }
      if (jsonSchema.type === 'integer' && jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
      if (jsonSchema.type === 'integer' && jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    },
  })
  return JSON.parse(JSON.stringify(rest)) as JsonObject
}

function isFree({ properties, additionalProperties }: z.core.JSONSchema.BaseSchema): boolean {
  const isAny = typeof additionalProperties === 'object' && Object.keys(additionalProperties).length === 0
  return isAny && Object.keys(properties ?? {}).length === 0
}

/** Whether a value is a Zod schema. */
export function isZodSchema(value: unknown): value is z.ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value
}

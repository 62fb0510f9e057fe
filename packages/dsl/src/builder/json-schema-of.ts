import * as z from 'zod'
import type { JsonObject } from '../json/json.js'
import type { JsonSchema } from '../schema/json-schema.js'

/** What a JSON Schema is made for. */
export type SchemaUse =
  /** Values are checked by it. Zod drops keys that an object does not name, so that they are no mistake. */
  | 'check'
  /** It says what can be read: nothing but what it names. A schema without a JSON form says nothing, which is no mistake. */
  | 'description'

/**
 * JSON Schema of a Zod schema, without `$schema`. What says nothing is left out: that whole numbers are safe ones, and
 * that an object without properties may have any.
 *
 * @throws Error for a check by a schema that JSON Schema cannot say, such as a date or a transformation
 */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', use: SchemaUse): JsonSchema
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output', use: SchemaUse = 'check'): JsonSchema {
  try {
    return converted(schema, io, use)
  } catch (error) {
    // Zod refuses a few schemas whatever it is told.
    if (use === 'description') return true
    throw error
  }
}

function converted(schema: z.ZodType, io: 'input' | 'output', use: SchemaUse): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: use === 'description' ? 'any' : 'throw',
    override: ({ zodSchema, jsonSchema }) => {
      const definition = zodSchema._zod.def
      if (definition.type === 'object' && !('catchall' in definition && definition.catchall !== undefined)) {
        if (use === 'check') delete jsonSchema.additionalProperties
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

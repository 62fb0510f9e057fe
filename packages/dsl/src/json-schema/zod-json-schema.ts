import * as z from 'zod'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'

/**
 * JSON Schema of a Zod schema, as a part of the schema of documents: any JSON value is `{}`, and every mapping that
 * refuses unknown keys takes `x-…` keys. What JSON Schema cannot say takes anything.
 */
export function zodJsonSchema(schema: z.ZodType): JsonObject {
  const converted = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })),
  ) as JsonObject
  const { $schema: _dialect, $defs: _anyJson, ...rest } = converted
  return part(rest)
}

function part(schema: Json | undefined): JsonObject {
  if (!isJsonObject(schema)) return {}
  const made: JsonObject = {}
  for (const [keyword, value] of Object.entries(schema)) {
    // Zod refers to what contains itself. Among the definitions that is `z.json()`, which is any value.
    if (keyword === '$ref' || keyword === 'propertyNames') continue
    if (keyword === 'properties' && isJsonObject(value)) {
      made.properties = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, part(inner)]))
    } else if (keyword === 'items') made.items = part(value)
    else if ((keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'allOf') && Array.isArray(value))
      made[keyword] = value.map(part)
    else if (keyword === 'additionalProperties' && isJsonObject(value)) {
      const inner = part(value)
      if (Object.keys(inner).length > 0) made.additionalProperties = inner
    } else made[keyword] = value
  }
  return made.additionalProperties === false ? { ...made, ...EXTENSIONS } : made
}

/** Keys of one's own, which are kept and ignored. */
const EXTENSIONS = { patternProperties: { '^x-': true } }

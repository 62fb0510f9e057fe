import { isJsonObject, type Json, type JsonObject } from '../json/json.js'

/**
 * A JSON Schema (draft 2020-12) as plain JSON: `true` takes everything, `false` nothing, an object what its keywords say.
 *
 * @example
 * ```ts
 * import { checkValue, type JsonSchema } from '@odp/dsl/plan'
 *
 * const schema: JsonSchema = { type: 'array', items: { type: 'string' } }
 * checkValue(schema, ['ada']) // []
 * ```
 */
export type JsonSchema = boolean | JsonObject

/** One way in which a value breaks a schema, or in which a schema is not one that is understood. */
export interface SchemaProblem {
  /** Where the value stands that is wrong, or would stand that is missing; `[]` is the whole value. */
  readonly path: readonly (string | number)[]
  /** The keyword that is broken, such as `required`; `limit` when the check was given up as too large. */
  readonly keyword: string
  /** One sentence that can be shown to a person; it does not repeat the path. */
  readonly message: string
  /** What would have been right, in a few words. */
  readonly expected?: string
}

/** The type names of JSON Schema. `integer` is a whole number and part of `number`. */
export const TYPE_NAMES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'] as const

/** One of the type names of JSON Schema. */
export type TypeName = (typeof TYPE_NAMES)[number]

/** Whether a value can stand where a schema is expected. */
export function isJsonSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isJsonObject(value)
}

/** A keyword's value, or undefined: own keys only, so that `toString` is no keyword. */
export function keyword(schema: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(schema, name) ? schema[name] : undefined
}

/** A keyword's value if it is a number. */
export function numberKeyword(schema: JsonObject, name: string): number | undefined {
  const value = keyword(schema, name)
  return typeof value === 'number' ? value : undefined
}

/** A keyword's value if it is a schema. */
export function schemaKeyword(schema: JsonObject, name: string): JsonSchema | undefined {
  const value = keyword(schema, name)
  return isJsonSchema(value) ? value : undefined
}

/** The schemas in a keyword whose value is a list of schemas, such as `anyOf`. */
export function schemaList(schema: JsonObject, name: string): JsonSchema[] | undefined {
  const value = keyword(schema, name)
  return Array.isArray(value) ? value.filter(isJsonSchema) : undefined
}

/** The named schemas in a keyword whose value is a map of schemas, such as `properties`. */
export function schemaMap(schema: JsonObject, name: string): Map<string, JsonSchema> | undefined {
  const value = keyword(schema, name)
  if (!isJsonObject(value)) return undefined
  const found = new Map<string, JsonSchema>()
  for (const [key, entry] of Object.entries(value)) if (isJsonSchema(entry)) found.set(key, entry)
  return found
}

/** One of the named schemas in a keyword whose value is a map of schemas. */
export function schemaEntry(schema: JsonObject, keywordName: string, name: string): JsonSchema | undefined {
  const value = keyword(schema, keywordName)
  const entry = isJsonObject(value) ? keyword(value, name) : undefined
  return isJsonSchema(entry) ? entry : undefined
}

/** The strings in a keyword whose value is a list of strings, such as `required`. */
export function stringList(schema: JsonObject, name: string): string[] {
  const value = keyword(schema, name)
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}

/** The types that `type` names, or undefined when it names none. */
export function declaredTypes(schema: JsonObject): TypeName[] | undefined {
  const value = keyword(schema, 'type')
  const names = typeof value === 'string' ? [value] : Array.isArray(value) ? value : undefined
  return names?.filter(isTypeName)
}

/** Whether a value is the name of a type. */
export function isTypeName(value: Json): value is TypeName {
  return TYPE_NAMES.some((name) => name === value)
}

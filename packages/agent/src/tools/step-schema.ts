import type { JsonObject } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'

/** The JSON Schema of a step type, out of that of pipelines. */
export function stepSchema(schema: JsonObject, type: string): JsonObject {
  return objectOf(objectOf(schema.$defs)[`step_${type}`])
}

/** The schemas of the keys that all steps have. */
export function commonKeySchemas(schema: JsonObject): Readonly<Record<string, JsonObject>> {
  const definitions = Object.entries(objectOf(schema.$defs)).filter(([name]) => name.startsWith('key_'))
  return Object.fromEntries(definitions.map(([name, value]) => [name.slice('key_'.length), objectOf(value)]))
}

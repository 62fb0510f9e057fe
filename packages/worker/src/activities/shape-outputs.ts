import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'

/**
 * What can be read from a step that returned a value: the declared outputs. Where exactly one is declared and the value
 * is not an object with that field, it is the whole value. Without a declaration everything returned can be read.
 */
export function shapeOutputs(declared: readonly string[] | undefined, returned: Json | undefined): JsonObject {
  const fields = declared ?? []
  const [only] = fields
  const object = isJsonObject(returned) ? returned : undefined
  if (only === undefined) return object ?? (returned === undefined || returned === null ? {} : { value: returned })
  if (fields.length === 1 && returned !== undefined && (object === undefined || !Object.hasOwn(object, only))) {
    return Object.fromEntries([[only, returned]])
  }
  return Object.fromEntries(
    fields.flatMap((field) => {
      // A field that is undefined does not survive as JSON: it was not returned. Null was.
      const value = object !== undefined && Object.hasOwn(object, field) ? object[field] : undefined
      return value === undefined ? [] : [[field, value]]
    }),
  )
}

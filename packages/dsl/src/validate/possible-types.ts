import { isJsonObject } from '../json/json.js'
import { alternatives, typesOf } from '../schema/alternatives.js'
import type { JsonSchema, TypeName } from '../schema/json-schema.js'

const answers = new WeakMap<object, ReadonlySet<TypeName> | 'unknown'>()

/** The types that a value of a schema can have; undefined where there is too much to look at. The schema must not be changed afterwards. */
export function possibleTypes(schema: JsonSchema): ReadonlySet<TypeName> | undefined {
  const known = (isJsonObject(schema) ? answers.get(schema) : undefined) ?? typesIn(schema)
  if (isJsonObject(schema)) answers.set(schema, known)
  return known === 'unknown' ? undefined : known
}

function typesIn(schema: JsonSchema): ReadonlySet<TypeName> | 'unknown' {
  const options = alternatives(schema, schema)
  return options === undefined ? 'unknown' : new Set(options.flatMap((option) => typesOf(option)))
}

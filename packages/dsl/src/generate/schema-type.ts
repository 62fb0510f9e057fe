import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { BOOLEAN, listOf, maybe, NUMBER, OPAQUE, objectOf, TEXT, type Typed, UNTYPED } from './shape.js'

/** The type of a reference to what a JSON Schema describes. */
export function schemaType(schema: Json | undefined): Typed {
  if (!isJsonObject(schema)) return UNTYPED
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const others = types.filter((type) => type !== 'null')
  const [only] = others
  const typed = others.length === 1 ? ofType(only, schema) : OPAQUE
  return maybe(typed, others.length < types.length)
}

function ofType(type: Json | undefined, schema: JsonObject): Typed {
  if (type === undefined) return UNTYPED
  if (type === 'string') return TEXT
  if (type === 'number' || type === 'integer') return NUMBER
  if (type === 'boolean') return BOOLEAN
  if (type === 'array') return listOf(schemaType(schema.items))
  return type === 'object' ? ofObject(schema) : OPAQUE
}

/** Names that only the run gives have no type. */
function ofObject({ properties, required, additionalProperties: rest }: JsonObject): Typed {
  if (!isJsonObject(properties) || isJsonObject(rest)) return OPAQUE
  const names = Array.isArray(required) ? required : []
  return objectOf(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, maybe(schemaType(schema), !names.includes(name))]),
    ),
  )
}

import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { BOOLEAN, listOf, maybe, NUMBER, objectOf, TEXT, type Typed, UNTYPED } from './shape.js'

/** The type of a reference to what a JSON Schema describes. */
export function schemaType(schema: Json | undefined): Typed {
  if (!isJsonObject(schema) || Object.keys(schema).length === 0) return UNTYPED
  const { schema: present, nullable } = withoutNull(schema)
  return maybe(isJsonObject(present) ? ofType(present.type, present) : UNTYPED, nullable)
}

/** A schema apart from the null that it takes: `type: [T, null]` and `anyOf: [S, {type: null}]` are spellings of the same. */
export function withoutNull(schema: JsonObject): { readonly schema: Json; readonly nullable: boolean } {
  const { type, anyOf } = schema
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((each) => each !== 'null')
    const isOne = only !== undefined && others.length === 0
    return { schema: isOne ? { ...schema, type: only } : schema, nullable: type.includes('null') }
  }
  const options = Array.isArray(anyOf) ? anyOf : []
  const [only, ...others] = options.filter((option) => !isJsonObject(option) || option.type !== 'null')
  const isNullable = others.length === 0 && options.length === 2 && only !== undefined
  return isNullable ? { schema: only, nullable: true } : { schema, nullable: false }
}

function ofType(type: Json | undefined, schema: JsonObject): Typed {
  if (type === 'string') return ofText(schema)
  if (type === 'number' || type === 'integer') return NUMBER
  if (type === 'boolean') return BOOLEAN
  if (type === 'array') return listOf(schemaType(schema.items))
  return type === 'object' ? ofObject(schema) : opaque(schema)
}

/** Names that only the run gives have no type. */
function opaque(schema: JsonObject): Typed {
  return { shape: { kind: 'opaque', schema }, missing: false }
}

function ofText({ enum: values, const: only }: JsonObject): Typed {
  const words = Array.isArray(values) ? values : only === undefined ? undefined : [only]
  return words === undefined ? TEXT : { shape: { kind: 'text', words: words.map(String) }, missing: false }
}

function ofObject(schema: JsonObject): Typed {
  const { properties, required, additionalProperties: rest } = schema
  if (!isJsonObject(properties) || isJsonObject(rest)) return opaque(schema)
  const names = Array.isArray(required) ? required : []
  return objectOf(
    Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, maybe(schemaType(schema), !names.includes(name))]),
    ),
  )
}

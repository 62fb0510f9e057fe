import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { withoutNull } from './schema-type.js'
import type { Shape, Typed } from './shape.js'

/** Whether the compiler will certainly take a value of this type where a JSON Schema of the catalog is expected. */
export function fitsSchema({ shape, missing }: Typed, expected: Json | undefined): boolean {
  if (shape.kind === 'untyped' || isOpen(expected)) return true
  if (!isJsonObject(expected)) return false
  const { schema, nullable } = withoutNull(expected)
  if (!isJsonObject(schema) || (missing && !nullable)) return false
  if (shape.kind === 'opaque') return shape.schema !== undefined && meaning(shape.schema) === meaning(schema)
  return fitsType(shape, schema.type, schema)
}

function fitsType(shape: Shape, type: Json | undefined, schema: JsonObject): boolean {
  const { items, const: only } = schema
  switch (shape.kind) {
    case 'text':
      return type === 'string' && only === undefined && fitsWords(shape.words, schema.enum)
    case 'number':
      return (type === 'number' || type === 'integer') && only === undefined && schema.enum === undefined
    case 'boolean':
      return type === 'boolean' && only === undefined && schema.enum === undefined
    case 'list':
      return type === 'array' && schema.prefixItems === undefined && fitsSchema(shape.item, items)
    case 'each':
      return (
        type === 'array' &&
        schema.prefixItems === undefined &&
        fitsSchema({ shape: shape.item, missing: shape.gaps }, items)
      )
    case 'object':
      return type === 'object' && fitsFields(shape.fields, schema)
    default:
      return false
  }
}

function fitsFields(fields: ReadonlyMap<string, Typed>, schema: JsonObject): boolean {
  const { properties, required, additionalProperties: rest } = schema
  if (isJsonObject(rest) && !isOpen(rest)) return false
  const names = Array.isArray(required) ? required : []
  return Object.entries(isJsonObject(properties) ? properties : {}).every(([name, property]) => {
    const field = fields.get(name)
    return field === undefined ? !names.includes(name) : fitsSchema(field, property)
  })
}

function fitsWords(words: readonly string[] | undefined, allowed: Json | undefined): boolean {
  return !Array.isArray(allowed) || (words?.every((word) => allowed.includes(word)) ?? false)
}

function isOpen(schema: Json | undefined): boolean {
  return schema === undefined || schema === true || (isJsonObject(schema) && meaning(schema) === '{}')
}

/** A schema without what only people read. */
function meaning(schema: Json): string {
  return canonicalJson(withoutNotes(schema))
}

function withoutNotes(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withoutNotes)
  if (!isJsonObject(schema)) return schema
  const kept = Object.entries(schema).filter(
    ([key]) => key !== 'description' && key !== 'title' && !key.startsWith('x-'),
  )
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutNotes(value)]))
}

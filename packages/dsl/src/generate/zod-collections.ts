import * as z from 'zod'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { member } from './json-literal.js'
import { bracketed, type Layout } from './layout.js'
import { listOf, maybe, OPAQUE, objectOf, type Typed } from './shape.js'
import { unknownSchema, type ZodCode } from './zod-piece.js'

type Convert = (schema: Json) => ZodCode

/** A list with its bounds. */
export function listSchema({ items, minItems, maxItems }: JsonObject, convert: Convert): ZodCode {
  const item = items === undefined ? unknownSchema() : convert(items)
  const layout: Layout[] = ['z.array(', item.layout, ')']
  let schema = z.array(item.schema)
  if (typeof minItems === 'number') {
    layout.push(`.min(${minItems})`)
    schema = schema.min(minItems)
  }
  if (typeof maxItems === 'number') {
    layout.push(`.max(${maxItems})`)
    schema = schema.max(maxItems)
  }
  return { layout, schema, typed: listOf(item.typed) }
}

/** An object: strict, open or as Zod has it by default, as its JSON Schema says. */
export function objectSchema(given: JsonObject, convert: Convert): ZodCode {
  const { additionalProperties: rest } = given
  if (given.properties === undefined && isJsonObject(rest) && Object.keys(rest).length > 0) {
    const value = convert(rest)
    return {
      layout: ['z.record(z.string(), ', value.layout, ')'],
      schema: z.record(z.string(), value.schema),
      typed: OPAQUE,
    }
  }
  const { members, shape, fields } = propertiesOf(given, convert)
  const list = bracketed('{', members)
  const isOpen = rest === true || (isJsonObject(rest) && Object.keys(rest).length === 0)
  if (rest === false)
    return { layout: ['z.strictObject(', list, ')'], schema: z.strictObject(shape), typed: objectOf(fields) }
  if (isOpen || (rest === undefined && given.properties === undefined)) {
    return { layout: ['z.looseObject(', list, ')'], schema: z.looseObject(shape), typed: OPAQUE }
  }
  if (!isJsonObject(rest)) return { layout: ['z.object(', list, ')'], schema: z.object(shape), typed: objectOf(fields) }
  const value = convert(rest)
  return {
    layout: ['z.object(', list, ').catchall(', value.layout, ')'],
    schema: z.object(shape).catchall(value.schema),
    typed: OPAQUE,
  }
}

function propertiesOf(given: JsonObject, convert: Convert) {
  const properties = isJsonObject(given.properties) ? given.properties : {}
  const required = Array.isArray(given.required) ? given.required : []
  const members: Layout[] = []
  const shape: Record<string, z.ZodType> = {}
  const fields: Record<string, Typed> = {}
  // Zod lists what is required in the order of the properties.
  const names = Object.keys(properties)
  const ordered = [
    ...names.filter((name) => required.includes(name)),
    ...names.filter((name) => !required.includes(name)),
  ]
  const wanted = required.filter((name) => typeof name === 'string' && names.includes(name))
  const keepsOrder = names.filter((name) => required.includes(name)).join('\n') === wanted.join('\n')
  const order = keepsOrder ? names : [...new Set([...wanted.map(String), ...ordered])]
  for (const name of order) {
    // A property of this name would be the prototype.
    if (name === '__proto__') continue
    const property = convert(properties[name] ?? true)
    const isOptional = !required.includes(name)
    const hasDefault = property.schema instanceof z.ZodDefault
    members.push(member(name, isOptional && !hasDefault ? [property.layout, '.optional()'] : property.layout))
    shape[name] = isOptional && !hasDefault ? property.schema.optional() : property.schema
    fields[name] = maybe(property.typed, isOptional)
  }
  return { members, shape, fields }
}

import * as z from 'zod'
import { jsonSchemaOf } from '../builder/json-schema-of.js'
import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { jsonLiteral } from './json-literal.js'
import { call } from './layout.js'
import { BOOLEAN, maybe, OPAQUE } from './shape.js'
import { listSchema, objectSchema } from './zod-collections.js'
import { type SchemaSide, unknownSchema, type ZodCode } from './zod-piece.js'
import { choice, numberSchema, textSchema, unionOf } from './zod-scalars.js'

/** Deeper types are not worth the compiler's time. */
const MAXIMUM_DEPTH = 12

/** Keywords that say something about a schema without changing what fits. */
const ANNOTATIONS = ['title', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment']

/** A JSON Schema as Zod schema that has exactly this JSON Schema again; undefined where Zod has no such schema. */
export function exactZodCode(schema: Json, side: SchemaSide): ZodCode | undefined {
  const code = closestZodCode(schema, side)
  try {
    return canonicalJson(jsonSchemaOf(code.schema, side)) === canonicalJson(schema) ? code : undefined
  } catch {
    // Zod says by throwing that it cannot print a schema.
    return undefined
  }
}

/** The Zod schema that is nearest to a JSON Schema: it takes all that the JSON Schema takes, and more where Zod lacks the word. */
export function closestZodCode(schema: Json, side: SchemaSide, depth = 0): ZodCode {
  if (schema === false) return { layout: 'z.never()', schema: z.never(), typed: OPAQUE }
  if (!isJsonObject(schema) || depth > MAXIMUM_DEPTH) return unknownSchema()
  return annotated(bare(schema, side, depth), schema, side)
}

function bare(schema: JsonObject, side: SchemaSide, depth: number): ZodCode {
  const { type, enum: values, anyOf, oneOf } = schema
  if (schema.const !== undefined) return choice([schema.const]) ?? unknownSchema()
  if (Array.isArray(values)) return choice(values) ?? unknownSchema()
  const alternatives = anyOf ?? oneOf
  if (Array.isArray(alternatives)) return unionOf(alternatives.map((each) => closestZodCode(each, side, depth + 1)))
  if (Array.isArray(type)) return unionOf(type.map((each) => ofType(each, schema, side, depth)))
  const guess = isJsonObject(schema.properties) ? 'object' : schema.items === undefined ? undefined : 'array'
  return ofType(type ?? (schema.$ref === undefined ? guess : undefined) ?? null, schema, side, depth)
}

function ofType(type: Json, schema: JsonObject, side: SchemaSide, depth: number): ZodCode {
  switch (type) {
    case 'string':
      return textSchema(schema)
    case 'number':
    case 'integer':
      return numberSchema(schema, type)
    case 'boolean':
      return { layout: 'z.boolean()', schema: z.boolean(), typed: BOOLEAN }
    case 'null':
      return { layout: 'z.null()', schema: z.null(), typed: maybe(OPAQUE) }
    case 'array':
      return listSchema(schema, (item) => closestZodCode(item, side, depth + 1))
    case 'object':
      return objectSchema(schema, (property) => closestZodCode(property, side, depth + 1))
    default:
      return unknownSchema()
  }
}

function annotated(code: ZodCode, schema: JsonObject, side: SchemaSide): ZodCode {
  let { layout, schema: made } = code
  const kept: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) {
    if (ANNOTATIONS.includes(key) || key.startsWith('x-') || (key === 'format' && schema.type === 'string'))
      kept[key] = value
  }
  const standIn = schema.default
  const hasScalar = side === 'input' && code.typed.shape.kind === shapeOfScalar(standIn)
  if (standIn !== undefined && !hasScalar) kept.default = standIn
  if (Object.keys(kept).length > 0) {
    layout = [layout, call('.meta', [jsonLiteral(kept)])]
    made = made.meta(kept)
  }
  if (typeof schema.description === 'string') {
    layout = [layout, call('.describe', [jsonLiteral(schema.description)])]
    made = made.describe(schema.description)
  }
  if (standIn === undefined || !hasScalar) return { ...code, layout, schema: made }
  return {
    layout: [layout, call('.default', [jsonLiteral(standIn)])],
    schema: made.default(standIn),
    typed: maybe(code.typed),
  }
}

function shapeOfScalar(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' || typeof value === 'boolean' ? typeof value : undefined
}

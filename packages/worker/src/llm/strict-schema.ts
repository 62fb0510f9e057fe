import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'

/** A JSON Schema in the form in which services take it. */
export interface OfferedSchema {
  readonly schema: JsonObject
  /** Whether a service may be asked to hold to it in every detail. */
  readonly strict: boolean
}

const DEEPEST = 10
/** What strict services refuse, whatever it says. */
const UNSUPPORTED = new Set([
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'oneOf',
  'patternProperties',
  'propertyNames',
  'dependentRequired',
  'dependentSchemas',
  'prefixItems',
])
/** Says nothing about values, and is refused by some services. */
const DROPPED = new Set(['$schema', '$id', 'default', 'examples', 'title'])

/** A schema for a model: closed objects, no notes; strict where all that it uses is supported everywhere. */
export function offeredSchema(schema: JsonObject): OfferedSchema {
  let strict = schema.type === 'object' && schema.anyOf === undefined
  const walkAll = (entries: JsonObject, depth: number): JsonObject =>
    Object.fromEntries(Object.entries(entries).map(([name, inner]) => [name, walk(inner, depth)]))
  const walk = (part: Json, depth: number): Json => {
    if (depth > DEEPEST) strict = false
    if (Array.isArray(part)) return part.map((item) => walk(item, depth))
    if (!isJsonObject(part)) return part
    const kept: [string, Json][] = []
    for (const [key, value] of Object.entries(part)) {
      if (DROPPED.has(key) || key.startsWith('x-')) continue
      if (UNSUPPORTED.has(key)) strict = false
      if ((key === 'properties' || key === '$defs' || key === 'definitions') && isJsonObject(value))
        kept.push([key, walkAll(value, depth + 1)])
      else if (key === 'items' || key === 'anyOf' || UNSUPPORTED.has(key)) kept.push([key, walk(value, depth + 1)])
      else if (key !== 'additionalProperties') kept.push([key, value])
    }
    if (part.type === 'object' || part.properties !== undefined) {
      const names = isJsonObject(part.properties) ? Object.keys(part.properties) : []
      const required = Array.isArray(part.required) ? part.required : []
      const isClosed = part.additionalProperties === undefined || part.additionalProperties === false
      if (!isClosed || names.length === 0 || names.some((name) => !required.includes(name))) strict = false
      kept.push(['additionalProperties', isClosed && names.length > 0 ? false : (part.additionalProperties ?? true)])
    }
    if (Object.keys(part).length === 0) strict = false
    return Object.fromEntries(kept)
  }
  const walked = walk(schema, 0) as JsonObject
  return { schema: walked, strict }
}

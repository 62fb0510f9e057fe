import type { Json, JsonObject } from '../json/json.js'
import {
  declaredTypes,
  type JsonSchema,
  keyword,
  numberKeyword,
  schemaKeyword,
  schemaList,
  schemaMap,
  stringList,
  type TypeName,
} from './json-schema.js'
import { shortText } from './json-text.js'
import { resolveReference } from './resolve-reference.js'

const DEEPEST = 3
const MOST_NAMES = 6

/**
 * One short phrase for a person that says what a schema takes. `root` is the schema that `$ref` is resolved in, the schema
 * itself by default.
 *
 * @example
 * describeSchema({ type: 'array', items: { type: 'object', required: ['text'], properties: { text: {}, posted_at: {} } } })
 * // 'list of objects {text, posted_at?}'
 */
export function describeSchema(schema: JsonSchema, root: JsonSchema = schema): string {
  return describe(schema, root, 0, false)
}

function describe(schema: JsonSchema, root: JsonSchema, depth: number, plural: boolean): string {
  if (schema === true || depth > DEEPEST) return plural ? 'values' : 'any value'
  if (schema === false) return 'nothing'
  const reference = keyword(schema, '$ref')
  if (typeof reference === 'string') {
    const target = resolveReference(root, reference)
    return describe(target ?? true, root, depth + 1, plural)
  }
  const constant = keyword(schema, 'const')
  if (constant !== undefined) return shortText(constant)
  const values = keyword(schema, 'enum')
  if (Array.isArray(values)) return describeValues(values)
  const alternatives = schemaList(schema, 'anyOf') ?? schemaList(schema, 'oneOf')
  if (alternatives !== undefined)
    return joined(alternatives.slice(0, MOST_NAMES).map((each) => describe(each, root, depth + 1, plural)))
  const parts = schemaList(schema, 'allOf')
  const types = declaredTypes(schema) ?? impliedTypes(schema)
  if (types.length === 0 && parts !== undefined) {
    return [...new Set(parts.slice(0, MOST_NAMES).map((part) => describe(part, root, depth + 1, plural)))].join(' and ')
  }
  if (types.length === 0) return plural ? 'values' : 'any value'
  return joined(types.map((type) => describeType(type, schema, root, depth, plural)))
}

function describeType(type: TypeName, schema: JsonObject, root: JsonSchema, depth: number, plural: boolean): string {
  switch (type) {
    case 'object':
      return `${plural ? 'objects' : 'object'}${describeFields(schema)}`
    case 'array': {
      const items = schemaKeyword(schema, 'items')
      const list = plural ? 'lists' : 'list'
      return items === undefined || items === true ? list : `${list} of ${describe(items, root, depth + 1, true)}`
    }
    case 'string':
      return `${plural ? 'strings' : 'string'}${describeText(schema)}`
    case 'number':
    case 'integer':
      return `${type}${plural ? 's' : ''}${describeBounds(schema)}`
    case 'boolean':
      return plural ? 'booleans' : 'boolean'
    case 'null':
      return 'null'
  }
}

function describeFields(schema: JsonObject): string {
  const names = [...(schemaMap(schema, 'properties')?.keys() ?? [])]
  if (names.length === 0) return ''
  const required = new Set(stringList(schema, 'required'))
  const shown = names.slice(0, MOST_NAMES).map((name) => (required.has(name) ? name : `${name}?`))
  return ` {${shown.join(', ')}${names.length > MOST_NAMES ? ', …' : ''}}`
}

function describeText(schema: JsonObject): string {
  const format = keyword(schema, 'format')
  const pattern = keyword(schema, 'pattern')
  if (typeof format === 'string') return ` (${format})`
  if (typeof pattern === 'string' && pattern.length <= 40) return ` that matches ${pattern}`
  const least = numberKeyword(schema, 'minLength')
  return least === undefined || least < 1 ? '' : ` of ${least} or more characters`
}

function describeBounds(schema: JsonObject): string {
  const bounds: string[] = []
  const names = [
    ['minimum', '≥'],
    ['exclusiveMinimum', '>'],
    ['maximum', '≤'],
    ['exclusiveMaximum', '<'],
  ] as const
  for (const [name, sign] of names) {
    const bound = numberKeyword(schema, name)
    // Schemas made by Zod bound every integer by the safe integers, which tells a reader nothing.
    if (bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER) bounds.push(`${sign} ${bound}`)
  }
  return bounds.length === 0 ? '' : ` ${bounds.join(' and ')}`
}

function describeValues(values: readonly Json[]): string {
  const shown = values.slice(0, MOST_NAMES).map(shortText).join(', ')
  return values.length === 1 ? shown : `one of ${shown}${values.length > MOST_NAMES ? ', …' : ''}`
}

function impliedTypes(schema: JsonObject): TypeName[] {
  if (Object.hasOwn(schema, 'properties')) return ['object']
  return Object.hasOwn(schema, 'items') ? ['array'] : []
}

function joined(phrases: readonly string[]): string {
  return [...new Set(phrases)].join(' or ')
}

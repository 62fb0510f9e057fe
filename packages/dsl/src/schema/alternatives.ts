import type { Json, JsonObject } from '../json/json.js'
import {
  declaredTypes,
  type JsonSchema,
  keyword,
  schemaKeyword,
  schemaList,
  schemaMap,
  TYPE_NAMES,
  type TypeName,
} from './json-schema.js'
import { typeOf } from './json-type.js'
import { resolveReference } from './resolve-reference.js'

/** One way to fit a schema: a value that fits every one of these objects, whose `$ref`, `allOf`, `anyOf` and `oneOf` are already followed. */
export type Alternative = readonly JsonObject[]

const MOST_ALTERNATIVES = 64
const DEEPEST = 40
const MOST_SCHEMAS = 2000

/**
 * The alternatives of a schema: a value fits the schema only if it fits one of them (not always the other way round, as for
 * `oneOf` and `not`). `[[]]` takes anything, `[]` nothing. Undefined when there are too many to look at.
 */
export function alternatives(root: JsonSchema, schema: JsonSchema): Alternative[] | undefined {
  return follow(root, schema, 0, { left: MOST_SCHEMAS })
}

function follow(
  root: JsonSchema,
  schema: JsonSchema,
  depth: number,
  budget: { left: number },
): Alternative[] | undefined {
  if (schema === true) return [[]]
  if (schema === false) return []
  budget.left -= 1
  if (depth > DEEPEST || budget.left < 0) return undefined
  let found: Alternative[] = [[schema]]
  for (const group of groupsOf(root, schema)) {
    const options: Alternative[] = []
    for (const option of group) {
      const inner = follow(root, option, depth + 1, budget)
      if (inner === undefined) return undefined
      options.push(...inner)
    }
    if (found.length * options.length > MOST_ALTERNATIVES) return undefined
    found = found.flatMap((left) => options.map((right) => [...left, ...right]))
  }
  return found
}

/** Lists of schemas; of every list one has to fit. */
function groupsOf(root: JsonSchema, schema: JsonObject): JsonSchema[][] {
  const groups = (schemaList(schema, 'allOf') ?? []).map((part) => [part])
  const reference = keyword(schema, '$ref')
  if (typeof reference === 'string') groups.push([resolveReference(root, reference) ?? true])
  for (const name of ['anyOf', 'oneOf']) {
    const branches = schemaList(schema, name)
    if (branches !== undefined) groups.push(branches)
  }
  if (schemaKeyword(schema, 'if') !== undefined) {
    const outcomes = ['then', 'else'].map((name) => schemaKeyword(schema, name) ?? true)
    if (outcomes.some((outcome) => outcome !== true)) groups.push(outcomes)
  }
  for (const rule of schemaMap(schema, 'dependentSchemas')?.values() ?? []) groups.push([rule, true])
  return groups
}

/** The types that a value of an alternative can have; `integer` beside `number` only where fractions are excluded. */
export function typesOf(alternative: Alternative): TypeName[] {
  let types: TypeName[] = TYPE_NAMES.filter((name) => name !== 'integer')
  for (const part of alternative) {
    const declared = declaredTypes(part)
    if (declared !== undefined && declared.length > 0) types = intersection(types, declared)
    const values = listedValues(part)
    if (values !== undefined) types = intersection(types, values.map(typeOf))
  }
  return types
}

/** The values that a schema object lists by `const` or `enum`, if it does. */
export function listedValues(part: JsonObject): readonly Json[] | undefined {
  const constant = keyword(part, 'const')
  if (constant !== undefined) return [constant]
  const values = keyword(part, 'enum')
  return Array.isArray(values) ? values : undefined
}

function intersection(types: readonly TypeName[], declared: readonly TypeName[]): TypeName[] {
  return types.flatMap((type) => {
    if (declared.includes(type)) return [type]
    if (type === 'number' && declared.includes('integer')) return ['integer']
    return type === 'integer' && declared.includes('number') ? ['integer'] : []
  })
}

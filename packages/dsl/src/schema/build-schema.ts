import { isJsonObject } from '../json/json.js'
import { DefinitionHoist } from './hoist-definitions.js'
import { type JsonSchema, schemaList } from './json-schema.js'
import { jsonText } from './json-text.js'

/**
 * The schema of a value that fits one schema or the other. Equal ones are one, and `anyOf` lists are joined.
 *
 * @example
 * unionSchema({ type: 'string' }, { type: 'null' }) // { anyOf: [{ type: 'string' }, { type: 'null' }] }
 */
export function unionSchema(first: JsonSchema, second: JsonSchema): JsonSchema {
  return unionOf([first, second])
}

/** The schema of a value that fits one of several: `unionSchema` of them all, in one go. */
export function unionOf(schemas: readonly JsonSchema[]): JsonSchema {
  const possible = schemas.filter((schema) => schema !== false)
  const [only] = possible
  if (only === undefined) return false
  if (possible.some(isOpen)) return true
  if (possible.length === 1) return only
  const hoist = new DefinitionHoist()
  return hoist.finish(eitherOf(possible.flatMap((schema) => branchesOf(hoist.take(schema, schema)))))
}

function eitherOf(branches: readonly JsonSchema[]): JsonSchema {
  const different = [...new Map(branches.map((branch) => [jsonText(branch) ?? branch, branch])).values()]
  const [only] = different
  return different.length === 1 && only !== undefined ? only : { anyOf: different }
}

/** The schema of a list of such values. */
export function arrayOf(items: JsonSchema): JsonSchema {
  const hoist = new DefinitionHoist()
  return hoist.finish({ type: 'array', items: hoist.take(items, items) })
}

function isOpen(schema: JsonSchema): boolean {
  return schema === true || (isJsonObject(schema) && Object.keys(schema).length === 0)
}

function branchesOf(schema: JsonSchema): JsonSchema[] {
  if (isJsonObject(schema) && Object.keys(schema).length === 1 && Object.hasOwn(schema, 'anyOf')) {
    return schemaList(schema, 'anyOf') ?? [schema]
  }
  return [schema]
}

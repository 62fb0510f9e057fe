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
  if (first === false) return second
  if (second === false) return first
  if (isOpen(first) || isOpen(second)) return true
  const hoist = new DefinitionHoist()
  const branches = [...branchesOf(hoist.take(first, first)), ...branchesOf(hoist.take(second, second))]
  const different = [...new Map(branches.map((branch) => [jsonText(branch) ?? branch, branch])).values()]
  const [only] = different
  return hoist.finish(different.length === 1 && only !== undefined ? only : { anyOf: different })
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

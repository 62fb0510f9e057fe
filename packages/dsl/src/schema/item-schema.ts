import type { Alternative } from './alternatives.js'
import { type JsonSchema, schemaKeyword, schemaList } from './json-schema.js'

/** The schemas that the item at a position, or any item, has to fit all of; undefined where nothing is said about items. */
export function itemSchemas(alternative: Alternative, index?: number): JsonSchema[] | undefined {
  const parts: JsonSchema[] = []
  for (const part of alternative) {
    const items = schemaKeyword(part, 'items')
    const positions = schemaList(part, 'prefixItems') ?? []
    if (index !== undefined) {
      const found = positions[index] ?? items
      if (found !== undefined) parts.push(found)
    } else if (positions.length > 0) {
      parts.push({ anyOf: [...positions, ...(items === false ? [] : [items ?? true])] })
    } else if (items !== undefined) parts.push(items)
  }
  return parts.length === 0 ? undefined : parts
}

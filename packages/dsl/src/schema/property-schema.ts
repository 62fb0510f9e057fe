import type { Alternative } from './alternatives.js'
import { type JsonSchema, schemaKeyword, schemaMap, stringList } from './json-schema.js'
import { linearPattern } from './linear-pattern.js'

/** What an object schema says about one name. `parts` all apply to its value. */
export type PropertySchema =
  /** Named by `properties`, `patternProperties` or `required`. */
  | { readonly kind: 'declared'; readonly parts: readonly JsonSchema[]; readonly required: boolean }
  /** Only allowed, by a schema in `additionalProperties`. */
  | { readonly kind: 'additional'; readonly parts: readonly JsonSchema[] }
  /** Nothing is said: the object may have it. */
  | { readonly kind: 'open' }
  /** The object cannot have it (`certain`), or declares its fields and this is none of them. */
  | { readonly kind: 'absent'; readonly certain: boolean }

/**
 * Looks a name up in an object schema. An object that declares `properties` and does not say `additionalProperties: true`
 * counts as closed, which JSON Schema would not say: a misspelt field is to be found.
 */
export function propertySchema(alternative: Alternative, name: string): PropertySchema {
  const parts: JsonSchema[] = []
  let declared = false
  let required = false
  let additional = false
  let open = true
  let wideOpen = false
  for (const part of alternative) {
    const property = schemaMap(part, 'properties')?.get(name)
    const matching: JsonSchema[] = property === undefined ? [] : [property]
    for (const [source, schema] of schemaMap(part, 'patternProperties') ?? []) {
      const pattern = linearPattern(source)
      if (pattern === undefined) wideOpen = true
      else if (pattern.test(name)) matching.push(schema)
    }
    if (stringList(part, 'required').includes(name)) required = true
    if (matching.length > 0) {
      declared = true
      parts.push(...matching)
      continue
    }
    const others = schemaKeyword(part, 'additionalProperties')
    if (others === false) return { kind: 'absent', certain: true }
    if (others === true) wideOpen = true
    else if (others !== undefined) {
      additional = true
      parts.push(others)
    } else if (Object.hasOwn(part, 'properties')) open = false
  }
  if (parts.includes(false)) return { kind: 'absent', certain: true }
  if (declared || required) return { kind: 'declared', parts, required }
  if (additional) return { kind: 'additional', parts }
  return open || wideOpen ? { kind: 'open' } : { kind: 'absent', certain: false }
}

/** The names that an object schema declares. */
export function propertyNames(alternative: Alternative): string[] {
  const names = new Set<string>()
  for (const part of alternative) {
    for (const [name, schema] of schemaMap(part, 'properties') ?? []) if (schema !== false) names.add(name)
    for (const name of stringList(part, 'required')) names.add(name)
  }
  return [...names]
}

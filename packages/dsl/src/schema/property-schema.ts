import type { JsonObject } from '../json/json.js'
import type { Alternative } from './alternatives.js'
import { type JsonSchema, keyword, schemaEntry, schemaKeyword, schemaMap, stringList } from './json-schema.js'
import { type LinearPattern, linearPattern } from './linear-pattern.js'

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

/** What the objects of a schema say about names, read once while many names are looked up. */
export class PropertyTables {
  readonly #required = new Map<JsonObject, ReadonlySet<string>>()
  readonly #patterns = new Map<JsonObject, readonly (readonly [LinearPattern | undefined, JsonSchema])[]>()

  isRequired(part: JsonObject, name: string): boolean {
    if (keyword(part, 'required') === undefined) return false
    const known = this.#required.get(part) ?? new Set(stringList(part, 'required'))
    this.#required.set(part, known)
    return known.has(name)
  }

  /** The patterns of names with their schemas; undefined in place of one that cannot be matched. */
  patterns(part: JsonObject): readonly (readonly [LinearPattern | undefined, JsonSchema])[] {
    if (keyword(part, 'patternProperties') === undefined) return []
    const known =
      this.#patterns.get(part) ??
      [...(schemaMap(part, 'patternProperties') ?? [])].map(
        ([source, schema]) => [linearPattern(source), schema] as const,
      )
    this.#patterns.set(part, known)
    return known
  }
}

/**
 * Looks a name up in an object schema. An object that declares `properties` and does not say `additionalProperties: true`
 * counts as closed, which JSON Schema would not say: a misspelt field is to be found.
 */
export function propertySchema(
  alternative: Alternative,
  name: string,
  tables: PropertyTables = new PropertyTables(),
): PropertySchema {
  const parts: JsonSchema[] = []
  let declared = false
  let required = false
  let additional = false
  let open = true
  let wideOpen = false
  for (const part of alternative) {
    const property = schemaEntry(part, 'properties', name)
    const matching: JsonSchema[] = property === undefined ? [] : [property]
    for (const [pattern, schema] of tables.patterns(part)) {
      if (pattern === undefined) wideOpen = true
      else if (pattern.test(name)) matching.push(schema)
    }
    if (tables.isRequired(part, name)) required = true
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

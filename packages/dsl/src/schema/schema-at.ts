import type { PathSegment } from '../template/template.js'
import type { JsonSchema } from './json-schema.js'
import { SchemaReader } from './schema-reader.js'

/** What a schema says about the value at a path. */
export type SchemaLookup =
  /** The value has this schema; `optional` when it may be missing in a value that fits. */
  | { readonly kind: 'known'; readonly schema: JsonSchema; readonly optional: boolean }
  /** The schema does not say which fields there are, so anything may be there. */
  | { readonly kind: 'unknown' }
  /** No value that fits has anything there. */
  | MissingPath

/** A path that leads nowhere. */
export interface MissingPath {
  readonly kind: 'missing'
  /** `splat` for a `[*]` on something that is no list, which is an error even inside `or`. */
  readonly reason: 'field' | 'splat'
  /** Which segment failed, from 0. */
  readonly at: number
  /** `Field 'Y' not found…` or `Cannot apply [*] to non-array…`, with what is available and the nearest spelling. */
  readonly message: string
  /** The names that could have stood there. */
  readonly available: readonly string[]
  /** The one of them that was probably meant. */
  readonly nearest?: string
}

/**
 * Follows a path through a schema by the rules by which `resolvePath` follows it through a value: at each map the longest key first, `[*]`
 * keeps nesting. Looks through `$ref`, `allOf`, `anyOf`, `oneOf`, conditions and lists of types. An object that declares
 * `properties` counts as closed unless it says `additionalProperties: true`.
 *
 * @example
 * const schema = { type: 'object', properties: { posts: { type: 'array', items: { type: 'object', properties: { text: { type: 'string' } } } } } }
 * schemaAt(schema, [{ kind: 'field', name: 'posts' }, { kind: 'splat' }, { kind: 'field', name: 'text' }])
 * // { kind: 'known', optional: true, schema: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } } }
 */
export function schemaAt(schema: JsonSchema, segments: readonly PathSegment[]): SchemaLookup {
  return new SchemaReader(schema).at(segments)
}

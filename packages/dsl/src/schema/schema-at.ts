import { describeAlternatives } from '../issues/nearest.js'
import type { PathSegment } from '../template/template.js'
import { type Alternative, alternatives, typesOf } from './alternatives.js'
import { partAsSchema } from './hoist-definitions.js'
import { itemSchemas } from './item-schema.js'
import { declaredTypes, type JsonSchema, numberKeyword, type TypeName } from './json-schema.js'
import { propertyNames, propertySchema } from './property-schema.js'

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
}

const MOST_READS = 2000

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
  const found = new SchemaReader(schema, segments).read([schema], 0)
  if (found.kind !== 'known') return found
  return { ...found, schema: partAsSchema(schema, found.schema) }
}

class SchemaReader {
  private readonly root: JsonSchema
  private readonly segments: readonly PathSegment[]
  private reads = 0

  constructor(root: JsonSchema, segments: readonly PathSegment[]) {
    this.root = root
    this.segments = segments
  }

  /** Reads the segments from `at` on in a value that fits all the schemas. */
  read(schemas: readonly JsonSchema[], at: number): SchemaLookup {
    const schema = allOf(schemas)
    if (at === this.segments.length) return { kind: 'known', schema, optional: false }
    this.reads += 1
    const options = this.reads > MOST_READS ? undefined : alternatives(this.root, schema)
    if (options === undefined) return { kind: 'unknown' }
    if (options.length === 0) return this.missing(at, [])
    return merge(options.map((option) => this.readAlternative(option, at)))
  }

  private readAlternative(option: Alternative, at: number): SchemaLookup {
    const segment = this.segments[at]
    const wanted: TypeName = segment?.kind === 'splat' || segment?.kind === 'index' ? 'array' : 'object'
    const types = typesOf(option)
    if (!types.includes(wanted)) return this.missing(at, [], types)
    const found = wanted === 'object' ? this.readFields(option, at) : this.readItems(option, at)
    const typed = option.some((part) => declaredTypes(part) !== undefined)
    return found.kind === 'known' && typed && types.length > 1 ? { ...found, optional: true } : found
  }

  private readFields(option: Alternative, at: number): SchemaLookup {
    const found: SchemaLookup[] = []
    let open = false
    for (const { name, next } of this.keysFrom(at)) {
      const property = propertySchema(option, name)
      if (property.kind === 'open') open = true
      if (property.kind === 'open' || property.kind === 'absent') continue
      const reading = this.read(property.parts, next)
      found.push(reading)
      if (property.kind === 'declared' && property.required && reading.kind === 'known' && !reading.optional) {
        return { ...merge(found), optional: false } as SchemaLookup
      }
    }
    if (found.length === 0) return open ? { kind: 'unknown' } : this.missing(at, propertyNames(option))
    const merged = merge(found)
    if (merged.kind === 'missing' && open) return { kind: 'unknown' }
    return merged.kind === 'known' ? { ...merged, optional: true } : merged
  }

  /** The keys that may be meant at a map, the longest first: behind `.a.b` it may be `a.b` or `a`. */
  private keysFrom(at: number): { name: string; next: number }[] {
    const keys: { name: string; next: number }[] = []
    let name = ''
    for (let next = at; ; next += 1) {
      const segment = this.segments[next]
      if (segment?.kind === 'key' && next === at) return [{ name: segment.name, next: at + 1 }]
      if (segment?.kind !== 'field') return keys.reverse()
      name = next === at ? segment.name : `${name}.${segment.name}`
      keys.push({ name, next: next + 1 })
    }
  }

  private readItems(option: Alternative, at: number): SchemaLookup {
    const segment = this.segments[at]
    if (segment?.kind === 'index') {
      if (option.some((part) => (numberKeyword(part, 'maxItems') ?? segment.index + 1) <= segment.index)) {
        return this.missing(at, [])
      }
      const items = itemSchemas(option, segment.index)
      if (items === undefined) return { kind: 'unknown' }
      const certain = option.some((part) => (numberKeyword(part, 'minItems') ?? 0) > segment.index)
      if (items.includes(false)) return this.missing(at, [])
      const found = this.read(items, at + 1)
      return found.kind === 'known' && !certain ? { ...found, optional: true } : found
    }
    const found = this.read(itemSchemas(option) ?? [], at + 1)
    if (found.kind === 'missing') return found
    if (found.kind === 'unknown') return { kind: 'known', schema: { type: 'array' }, optional: true }
    // A field that is missing in some items is null there; missing in all, the path is an error.
    const items = found.optional ? anyOf([found.schema, { type: 'null' }]) : found.schema
    return { kind: 'known', schema: { type: 'array', items }, optional: found.optional }
  }

  private missing(at: number, available: readonly string[], types: readonly TypeName[] = []): MissingPath {
    const segment = this.segments[at]
    const here = types.length === 0 ? '' : `: the value is ${types.join(' or ')}`
    if (segment?.kind === 'splat') {
      return { kind: 'missing', reason: 'splat', at, message: `Cannot apply [*] to non-array${here}`, available }
    }
    const name = segment?.kind === 'index' ? `[${segment.index}]` : (segment?.name ?? '')
    return { kind: 'missing', reason: 'field', at, message: `Field '${name}' not found${whatIsThere()}`, available }

    function whatIsThere(): string {
      if (segment?.kind === 'index') return types.length === 0 ? ': the list is shorter' : here
      if (types.includes('array')) return ': the value is a list, take one by [0] or a field of each by [*]'
      return types.length > 0 ? `${here} and has no fields` : `: ${describeAlternatives(name, available)}`
    }
  }
}

/** What is read where a value may be of several kinds. */
function merge(found: readonly SchemaLookup[]): SchemaLookup {
  if (found.some((each) => each.kind === 'unknown')) return { kind: 'unknown' }
  const known = found.filter((each) => each.kind === 'known')
  const missing = found.filter((each) => each.kind === 'missing')
  if (known.length > 0) {
    const optional = missing.length > 0 || known.some((each) => each.optional)
    return { kind: 'known', schema: anyOf(known.map((each) => each.schema)), optional }
  }
  const [first, ...others] = missing.toSorted(
    (left, right) => right.at - left.at || right.available.length - left.available.length,
  )
  if (first === undefined) return { kind: 'unknown' }
  const same = others.filter((each) => each.at === first.at)
  return { ...first, available: [...new Set([...first.available, ...same.flatMap((each) => each.available)])] }
}

function anyOf(schemas: readonly JsonSchema[]): JsonSchema {
  const [first, ...others] = new Set(schemas)
  return others.length === 0 ? (first ?? true) : { anyOf: [...new Set(schemas)] }
}

function allOf(schemas: readonly JsonSchema[]): JsonSchema {
  const different = [...new Set(schemas)].filter((schema) => schema !== true)
  const [first, ...others] = different
  return others.length === 0 ? (first ?? true) : { allOf: different }
}

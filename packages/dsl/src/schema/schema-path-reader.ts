import type { SpellingHelp } from '../issues/spelling-help.js'
import type { PathSegment } from '../template/template.js'
import { type Alternative, typesOf } from './alternatives.js'
import { allOf } from './combine-schemas.js'
import { itemSchemas } from './item-schema.js'
import { type JsonSchema, numberKeyword, type TypeName } from './json-schema.js'
import { propertySchema } from './property-schema.js'
import type { SchemaReader } from './schema-reader.js'
import { certain, listOf, maybeMissing, merge, NULL, type SchemaReading } from './schema-reading.js'

const MOST_READS = 2000
const ANY_TYPE = typesOf([]).length
const LIST_KEYWORDS = ['items', 'prefixItems']

/** Follows the segments of one path through one schema. */
export class SchemaPathReader {
  private readonly reader: SchemaReader
  private readonly segments: readonly PathSegment[]
  private reads = 0

  constructor(reader: SchemaReader, segments: readonly PathSegment[]) {
    this.reader = reader
    this.segments = segments
  }

  /** Reads the segments from `at` on in a value that fits all the schemas. */
  read(schemas: readonly JsonSchema[], at: number): SchemaReading {
    const schema = allOf(schemas)
    if (at === this.segments.length) return { kind: 'known', schema, optional: false, gaps: [] }
    this.reads += 1
    const options = this.reads > MOST_READS ? undefined : this.reader.alternatives(schema)
    if (options === undefined) return { kind: 'unknown' }
    if (options.length === 0) return this.missing(at, [])
    return merge(options.map((option) => this.readAlternative(option, at)))
  }

  private readAlternative(option: Alternative, at: number): SchemaReading {
    const segment = this.segments[at]
    const wanted: TypeName = segment?.kind === 'splat' || segment?.kind === 'index' ? 'array' : 'object'
    const types = typesOf(option)
    if (!types.includes(wanted)) return this.missing(at, [], types)
    const said =
      types.length < ANY_TYPE || LIST_KEYWORDS.some((name) => option.some((part) => Object.hasOwn(part, name)))
    if (wanted === 'array' && !said) return { kind: 'unknown' }
    const found = wanted === 'object' ? this.readFields(option, at) : this.readItems(option, at)
    return types.length > 1 && types.length < ANY_TYPE ? maybeMissing(found) : found
  }

  private readFields(option: Alternative, at: number): SchemaReading {
    const found: SchemaReading[] = []
    let open = false
    for (const { name, next } of this.keysFrom(at)) {
      const property = propertySchema(option, name, this.reader.tables)
      if (property.kind === 'open') open = true
      if (property.kind === 'open' || property.kind === 'absent') continue
      const reading = this.read(property.parts, next)
      found.push(reading)
      if (property.kind === 'declared' && property.required && reading.kind === 'known' && !reading.optional) {
        return certain(merge(found))
      }
    }
    if (found.length === 0) return open ? { kind: 'unknown' } : this.missing(at, this.reader.names(option))
    const merged = merge(found)
    if (merged.kind === 'missing' && open) return { kind: 'unknown' }
    return maybeMissing(merged)
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

  private readItems(option: Alternative, at: number): SchemaReading {
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
      return certain ? found : maybeMissing(found)
    }
    return listOf(this.read(itemSchemas(option) ?? [], at + 1))
  }

  private missing(at: number, available: readonly string[], types: readonly TypeName[] = []): SchemaReading {
    const reason = this.segments[at]?.kind === 'splat' ? 'splat' : 'field'
    return { kind: 'missing', reason, at, types, available, gaps: [NULL] }
  }
}

/** The normative text, then what is there. */
export function describeMissing(
  segment: PathSegment,
  available: readonly string[],
  types: readonly TypeName[],
  help: SpellingHelp,
): { readonly message: string; readonly nearest?: string } {
  const here = types.length === 0 ? '' : `: the value is ${types.join(' or ')}`
  if (segment.kind === 'splat') return { message: `Cannot apply [*] to non-array${here}` }
  if (segment.kind === 'index')
    return { message: `Field '[${segment.index}]' not found${here || ': the list is shorter'}` }
  const text = `Field '${segment.name}' not found`
  if (types.includes('array'))
    return { message: `${text}: the value is a list, take one by [0] or a field of each by [*]` }
  if (types.length > 0) return { message: `${text}${here} and has no fields` }
  const found = help.of(segment.name, available)
  const message = `${text}: ${found.available}`
  return found.nearest === undefined ? { message } : { message, nearest: found.nearest }
}

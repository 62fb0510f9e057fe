import type { JsonObject } from '../json/json.js'
import { anyOf } from './combine-schemas.js'
import type { JsonSchema, TypeName } from './json-schema.js'
import type { MissingPath } from './schema-at.js'

/**
 * What is known in the middle of a path. `gaps` are what stands in a list for an item in which the rest of the path is
 * missing: null, or a list of nulls where it is missing behind a further `[*]`.
 */
export type SchemaReading =
  | {
      readonly kind: 'known'
      readonly schema: JsonSchema
      readonly optional: boolean
      readonly gaps: readonly JsonSchema[]
    }
  | { readonly kind: 'unknown' }
  | MissingReading

/** A path that leads nowhere, before it is put into words. */
interface MissingReading extends Pick<MissingPath, 'kind' | 'reason' | 'at' | 'available'> {
  /** The types of the value there, where it can have no fields or items; else none. */
  readonly types: readonly TypeName[]
  readonly gaps: readonly JsonSchema[]
}

export const NULL: JsonObject = { type: 'null' }

/** The reading, when what it is read from may not be there. */
export function maybeMissing(reading: SchemaReading): SchemaReading {
  if (reading.kind === 'unknown') return reading
  const gaps = [...reading.gaps, NULL]
  return reading.kind === 'known' ? { ...reading, optional: true, gaps } : { ...reading, gaps }
}

/** The reading, when one of the ways that lead to it is always there. */
export function certain(reading: SchemaReading): SchemaReading {
  return reading.kind === 'known' ? { ...reading, optional: false, gaps: [] } : reading
}

/** The reading of a list, from that of an item. */
export function listOf(item: SchemaReading): SchemaReading {
  if (item.kind === 'unknown')
    return { kind: 'known', schema: { type: 'array' }, optional: true, gaps: [{ type: 'array' }] }
  const gaps = item.gaps.length === 0 ? [] : [{ type: 'array', items: anyOf(item.gaps) }]
  if (item.kind === 'missing') return { ...item, gaps }
  return {
    kind: 'known',
    schema: { type: 'array', items: anyOf([item.schema, ...item.gaps]) },
    optional: item.optional,
    gaps,
  }
}

/** What is read where a value may be of several kinds. */
export function merge(readings: readonly SchemaReading[]): SchemaReading {
  const known = readings.filter((each) => each.kind === 'known')
  const missing = readings.filter((each) => each.kind === 'missing')
  if (known.length + missing.length < readings.length) return { kind: 'unknown' }
  const gaps = [...known, ...missing].flatMap((each) => each.gaps)
  if (known.length > 0) {
    const optional = missing.length > 0 || known.some((each) => each.optional)
    return { kind: 'known', schema: anyOf(known.map((each) => each.schema)), optional, gaps }
  }
  const [furthest, ...others] = missing.toSorted(
    (left, right) => right.at - left.at || right.available.length - left.available.length,
  )
  if (furthest === undefined) return { kind: 'unknown' }
  const beside = others.filter((each) => each.at === furthest.at).flatMap((each) => each.available)
  const available = beside.length === 0 ? furthest.available : [...new Set([...furthest.available, ...beside])]
  return { ...furthest, available, gaps }
}

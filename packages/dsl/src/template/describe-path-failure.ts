import { describeAlternatives } from '../issues/nearest.js'
import { isJsonObject, type Json } from '../json/json.js'
import type { PathSegment } from './template.js'

/** Data is untrusted: of a huge map only so many keys are looked at, and only keys that a person could read. */
const maximumKeys = 1000
const maximumKeyLength = 100

/** Where reading a path stopped: `at` is the segment that failed, `value` what it was applied to. */
export interface PathFailure {
  readonly kind: 'missing' | 'invalid'
  readonly at: number
  readonly value: Json
}

function describeValue(value: Json): string {
  if (value === null) return 'the value is null'
  if (Array.isArray(value))
    return value.length === 1 ? 'the value is a list of 1 item' : `the value is a list of ${value.length} items`
  if (isJsonObject(value)) return 'the value is a map'
  return typeof value === 'string' ? 'the value is a text' : `the value is a ${typeof value}`
}

function describeFields(name: string, value: Json): string {
  if (Array.isArray(value)) return `${describeValue(value)}, take one by [0] or a field of each by [*]`
  if (!isJsonObject(value)) return `${describeValue(value)} and has no fields`
  const keys = Object.keys(value)
    .slice(0, maximumKeys)
    .filter((key) => key.length <= maximumKeyLength)
  return describeAlternatives(name, keys)
}

/** The text of a failure: the normative part first, then where, then what is available there. */
export function describePathFailure(failure: PathFailure, segment: PathSegment | undefined, place: string): string {
  const { value } = failure
  if (failure.kind === 'invalid') return `Cannot apply [*] to non-array in ${place}: ${describeValue(value)}`
  if (segment === undefined) return `Field not found in ${place}`
  switch (segment.kind) {
    case 'field':
    case 'key':
      return `Field '${segment.name}' not found in ${place}: ${describeFields(segment.name, value)}`
    case 'index':
      return `Field '[${segment.index}]' not found in ${place}: ${describeValue(value)}`
    case 'splat':
      return `Field '[*]' not found in ${place}: ${describeValue(value)}`
  }
}

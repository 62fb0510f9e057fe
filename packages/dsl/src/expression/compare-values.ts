import { isJsonObject, type Json } from '../json/json.js'

/** The kinds of values, in the words that messages use. */
export type ValueKind = 'null' | 'boolean' | 'number' | 'text' | 'list' | 'map'

/** The kind of a value. */
export function kindOf(value: Json): ValueKind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'boolean' : 'map'
}

/** How many items, keys or code points a value has; undefined for what has no size. */
export function sizeOf(value: Json): number | undefined {
  if (Array.isArray(value)) return value.length
  if (isJsonObject(value)) return Object.keys(value).length
  if (typeof value !== 'string') return undefined
  let size = 0
  for (let index = 0; index < value.length; index += 1) {
    if ((value.codePointAt(index) ?? 0) > 0xffff) index += 1
    size += 1
  }
  return size
}

/** Deep equality; the order of keys does not count. Without recursion, since the depth of data is not ours to limit. */
export function areEqual(first: Json, second: Json): boolean {
  const pairs: [Json, Json][] = [[first, second]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    const [left, right] = pair
    if (left === right) continue
    if (Array.isArray(left) && Array.isArray(right)) {
      if (left.length !== right.length) return false
      for (const [index, item] of left.entries()) pairs.push([item, right[index] ?? null])
    } else if (!Array.isArray(left) && !Array.isArray(right) && isJsonObject(left) && isJsonObject(right)) {
      const keys = Object.keys(left)
      if (keys.length !== Object.keys(right).length) return false
      for (const key of keys) {
        if (!Object.hasOwn(right, key)) return false
        pairs.push([left[key] ?? null, right[key] ?? null])
      }
    } else {
      return false
    }
  }
  return true
}

/** Negative, zero or positive, by code points: UTF-16 units would put an emoji before U+E000. */
export function compareTexts(left: string, right: string): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const first = left.codePointAt(index) ?? 0
    const second = right.codePointAt(index) ?? 0
    if (first !== second) return first - second
    if (first > 0xffff) index += 1
  }
  return left.length - right.length
}

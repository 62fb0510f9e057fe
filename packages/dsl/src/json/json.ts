/**
 * Any value that JSON can carry. Documents, inputs, outputs and events are made of it.
 *
 * @example
 * ```ts
 * import type { Json } from '@odp/dsl'
 *
 * const value: Json = { posts: ['hi'], count: 1, last: null }
 * ```
 */
export type Json = null | boolean | number | string | Json[] | JsonObject

/**
 * A JSON object. Keys are own properties only; nothing is ever read from a prototype.
 *
 * @example
 * ```ts
 * import type { JsonObject } from '@odp/dsl'
 *
 * const input: JsonObject = { username: 'ada' }
 * const username = Object.hasOwn(input, 'username') ? input.username : undefined
 * ```
 */
export interface JsonObject {
  [key: string]: Json
}

/**
 * Whether a value is a JSON object (not a list, not null).
 *
 * @example
 * ```ts
 * import { isJsonObject } from '@odp/dsl/plan'
 *
 * isJsonObject({ a: 1 }) // true
 * isJsonObject([1]) // false
 * ```
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

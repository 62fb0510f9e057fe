import { isJsonObject, type Json } from '../json/json.js'

/** An input as written: what to try, in order, and what stands in when nothing is found. */
export interface Binding {
  readonly kind: 'from' | 'or'
  /** The values to try; `at` is their place inside the input as written. */
  readonly alternatives: readonly { readonly value: Json; readonly at: readonly (string | number)[] }[]
  readonly hasDefault: boolean
  readonly default: Json
}

/**
 * Reads an input as written in a document: `{from, default}`, `{or, default}`, or any other value, which means `{from: value}`.
 *
 * @example readBinding({ or: ['{{a.x}}', '{{b.x}}'] }).alternatives.length // 2
 */
export function readBinding(input: Json): Binding {
  if (!isJsonObject(input))
    return { kind: 'from', alternatives: [{ value: input, at: [] }], hasDefault: false, default: null }
  const hasDefault = Object.hasOwn(input, 'default')
  const standIn = { hasDefault, default: hasDefault ? (input.default ?? null) : null }
  if (Object.hasOwn(input, 'from')) {
    return { kind: 'from', alternatives: [{ value: input.from ?? null, at: ['from'] }], ...standIn }
  }
  if (!Object.hasOwn(input, 'or'))
    return { kind: 'from', alternatives: [{ value: input, at: [] }], hasDefault: false, default: null }
  const written = input.or ?? null
  if (!Array.isArray(written)) return { kind: 'or', alternatives: [{ value: written, at: ['or'] }], ...standIn }
  return { kind: 'or', alternatives: written.map((value, index) => ({ value, at: ['or', index] })), ...standIn }
}

import type { JsonSchema } from '../schema/json-schema.js'

/** As much of a reference's type as decides how it may be written. */
export type Shape =
  /** Any field may be read, and it fits anywhere. */
  | { readonly kind: 'untyped' }
  /** It has a type, which is not followed. */
  | { readonly kind: 'opaque'; readonly schema?: JsonSchema }
  /** `words` are all that it can be. */
  | { readonly kind: 'text'; readonly words?: readonly string[] }
  | { readonly kind: 'number' | 'boolean' }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, Typed> }
  | { readonly kind: 'list'; readonly item: Typed }
  /** The items of a list, side by side. `gaps`: some of them may be null. */
  | { readonly kind: 'each'; readonly item: Shape; readonly gaps: boolean }

/** A shape, and whether null or nothing may stand there. */
export interface Typed {
  readonly shape: Shape
  readonly missing: boolean
}

export const UNTYPED: Typed = { shape: { kind: 'untyped' }, missing: false }
export const OPAQUE: Typed = { shape: { kind: 'opaque' }, missing: false }
export const TEXT: Typed = { shape: { kind: 'text' }, missing: false }
export const NUMBER: Typed = { shape: { kind: 'number' }, missing: false }
export const BOOLEAN: Typed = { shape: { kind: 'boolean' }, missing: false }

/** An object with exactly these fields. */
export function objectOf(fields: Readonly<Record<string, Typed>>): Typed {
  return { shape: { kind: 'object', fields: new Map(Object.entries(fields)) }, missing: false }
}

export function listOf(item: Typed): Typed {
  return { shape: { kind: 'list', item }, missing: false }
}

/** The same, where it may be missing. */
export function maybe(typed: Typed, missing = true): Typed {
  return { shape: typed.shape, missing: typed.missing || missing }
}

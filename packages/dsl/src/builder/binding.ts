import type { Resolved, Value } from './value.js'

declare const bindingType: unique symbol
const partsKey = Symbol('binding')

/** An input with alternatives or a default. It stands directly as an input, not inside a list or an object. */
export interface Binding<out T> {
  readonly [bindingType]?: () => T
  /** Adds what stands in when nothing was found, or only null: `or(a, b).default([])`. */
  default<const Constant>(value: Constant): Binding<NonNullable<T> | Resolved<Constant>>
}

interface BindingParts {
  readonly key: 'from' | 'or'
  readonly value: unknown
  readonly standIn?: { readonly value: unknown }
}

function createBinding<T>(parts: BindingParts): Binding<T> {
  return Object.freeze({
    [partsKey]: parts,
    default: (value: unknown) => createBinding<never>({ ...parts, standIn: { value } }),
  })
}

/** The parts of a binding; undefined for anything else. */
export function bindingParts(value: unknown): BindingParts | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, partsKey)) return undefined
  return (value as { readonly [partsKey]?: BindingParts })[partsKey]
}

/**
 * The first of several values that is there: not missing, not null, its step neither skipped nor failed.
 *
 * @example
 * ```ts
 * inputs: ({ deep, standard }) => ({ body: or(deep.results, standard.report) })
 * ```
 */
export function or<const Given extends readonly [unknown, ...unknown[]]>(
  ...alternatives: Given
): Binding<NonNullable<Resolved<Given[number]>>> {
  return createBinding({ key: 'or', value: alternatives })
}

/**
 * A value, or a constant where it is missing or null.
 *
 * @example
 * ```ts
 * inputs: ({ collect }) => ({ email: withDefault(collect.profile.email, 'unknown') })
 * ```
 */
export function withDefault<T, const Constant>(
  reference: Value<T>,
  constant: Constant,
): Binding<NonNullable<T> | Resolved<Constant>> {
  return createBinding({ key: 'from', value: reference, standIn: { value: constant } })
}

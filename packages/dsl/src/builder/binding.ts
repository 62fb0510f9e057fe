import type { Resolved, Value } from './value.js'

declare const bindingType: unique symbol
const partsKey = Symbol('binding')

/**
 * An input with alternatives or a default. It stands directly as an input, not inside a list or an object.
 *
 * @example
 * ```ts
 * import { type Binding, pipelineSteps, withDefault } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const { input } = pipelineSteps(
 *   { pipeline_id: 'mail', workspace_id: 'acme', project_id: 'demo' },
 *   { input: z.object({ email: z.string().optional() }) },
 * )
 * const email: Binding<string> = withDefault(input.email, 'unknown')
 * ```
 */
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
 * import { or, pipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const outputs = z.object({ body: z.string() })
 * const document = pipeline({ pipeline_id: 'report', workspace_id: 'acme', project_id: 'demo' })
 *   .function('deep', { method: 'deep_search', outputs, on_error: { continue_on_failure: true } })
 *   .function('quick', { method: 'quick_search', outputs })
 *   .function('mail', { method: 'send_mail', inputs: ({ deep, quick }) => ({ body: or(deep.body, quick.body) }) })
 *   .build()
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
 * import { pipeline, withDefault } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const document = pipeline({ pipeline_id: 'mail', workspace_id: 'acme', project_id: 'demo' })
 *   .input(z.object({ email: z.string().optional() }))
 *   .function('greet', { method: 'greet', inputs: ({ input }) => ({ email: withDefault(input.email, 'unknown') }) })
 *   .build()
 * ```
 */
export function withDefault<T, const Constant>(
  reference: Value<T>,
  constant: Constant,
): Binding<NonNullable<T> | Resolved<Constant>> {
  return createBinding({ key: 'from', value: reference, standIn: { value: constant } })
}

/**
 * How often a method may be called.
 *
 * @example
 * ```ts
 * import type { RateLimit } from '@odp/dsl'
 *
 * const rate_limit: RateLimit = { calls: 60, seconds: 60 }
 * ```
 */
export interface RateLimit {
  /** Calls that start within the time at most, wherever it begins; as many may follow each other at once. A whole number. */
  readonly calls: number
  /** The time, in seconds. */
  readonly seconds: number
}

/**
 * What an engine has to know about a method or a model to call it well. Every key is optional.
 *
 * @example
 * ```ts
 * import type { MethodTraits } from '@odp/dsl'
 *
 * const pay: MethodTraits = { idempotent: false, version: '2', rate_limit: { calls: 10, seconds: 1 } }
 * ```
 */
export interface MethodTraits {
  /** True for pure code that takes milliseconds: it runs in the worker that runs the workflow, at a fraction of the cost. Default false. */
  readonly local?: boolean
  /**
   * False for what must not be done twice: when a worker is lost while it ran, nobody knows whether it was done, and a person decides instead of a
   * retry. Its results are cached only where a document asks for it. Default true.
   */
  readonly idempotent?: boolean
  /** Version of the code. Cached results of another version are not used. */
  readonly version?: string
  /** Calls that each worker process makes at most; the others wait within the time of their attempt. A batch is one call. Default: no limit. */
  readonly rate_limit?: RateLimit
  /** Kind of machine that it needs. Default: any. */
  readonly resource_class?: ResourceClass
}

/**
 * Kinds of machines that work may need.
 *
 * @example
 * ```ts
 * import type { ResourceClass } from '@odp/dsl'
 *
 * const kind: ResourceClass = 'gpu'
 * ```
 */
export type ResourceClass = (typeof RESOURCE_CLASSES)[number]

/** Every kind of machine that work may need. */
export const RESOURCE_CLASSES = ['cpu', 'gpu', 'llm'] as const

/** The keys by themselves, as far as they are given. */
export function pickTraits(source: MethodTraits): MethodTraits {
  const { local, idempotent, version, rate_limit, resource_class } = source
  return {
    ...(local === undefined ? {} : { local }),
    ...(idempotent === undefined ? {} : { idempotent }),
    ...(version === undefined ? {} : { version }),
    ...(rate_limit === undefined ? {} : { rate_limit: { ...rate_limit } }),
    ...(resource_class === undefined ? {} : { resource_class }),
  }
}

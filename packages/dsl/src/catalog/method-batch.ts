import type { MethodContext } from './define-catalog.js'

/**
 * What a method may use while it works on many items in one call.
 *
 * @example
 * ```ts
 * import type { BatchContext } from '@odp/dsl'
 *
 * const keys = ({ items }: BatchContext) => items.map(({ idempotency_key }) => idempotency_key)
 * ```
 */
export interface BatchContext extends Omit<MethodContext, 'idempotency_key' | 'step'> {
  /** One for each input, in the same order: each item has a key and an address of its own. */
  readonly items: readonly Pick<MethodContext, 'idempotency_key' | 'step'>[]
}

/**
 * What a method returns for an item of a batch that it could not do; the others are not touched by it.
 *
 * @example
 * ```ts
 * import type { BatchFailure } from '@odp/dsl'
 *
 * const gone: BatchFailure = { error: { message: 'there is no such profile', retryable: false } }
 * ```
 */
export interface BatchFailure {
  readonly error: {
    readonly message: string
    /** Whether trying again may help. Default true. */
    readonly retryable?: boolean
  }
}

import { ApplicationFailure } from '@temporalio/common'

/**
 * The payload store does not answer (`nonRetryable` is false), does not have a value, or is wrongly configured. A step
 * that meets it fails with the code `payload_store_failed`.
 *
 * @example
 * ```ts
 * import { configuredStore, PayloadStoreError } from '@odp/worker/payload-store'
 *
 * try {
 *   configuredStore('/var/lib/odp')
 * } catch (error) {
 *   if (error instanceof PayloadStoreError) console.error(error.message)
 * }
 * ```
 */
// Temporal carries type and retryability of its own failure class through histories, whoever throws it.
export class PayloadStoreError extends ApplicationFailure {
  override readonly name = 'PayloadStoreError'
  readonly code = 'payload_store_failed'

  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    const cause = options.cause instanceof Error ? options.cause : undefined
    super(message, 'payload_store_failed', !options.retryable, undefined, cause)
  }
}

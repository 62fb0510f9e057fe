import { ApplicationFailure } from '@temporalio/common'

/** What to do where a value is looked for in the wrong place. */
export const SAME_PLACE = 'set ODP_PAYLOAD_STORE to the same place for every client and worker'

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
export class PayloadStoreError extends ApplicationFailure {
  // A subclass of Temporal's failure: its type and retryability reach the workflow, whoever throws it.
  override readonly name = 'PayloadStoreError'
  readonly code = 'payload_store_failed'

  constructor(message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    const cause = options.cause instanceof Error ? options.cause : undefined
    super(message, 'payload_store_failed', !options.retryable, undefined, cause)
  }
}

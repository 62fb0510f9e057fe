import type { FailureCode, StepFailure } from '@odp/dsl/plan'

/**
 * An error that says what it means for the step, to be thrown by methods and models; not retryable unless it says so. Whatever else is thrown counts
 * as a retryable `step_failed`. `cost_units` says what the attempt took all the same.
 *
 * @example
 * ```ts
 * import { StepError } from '@odp/worker'
 *
 * function checked(status: number): void {
 *   if (status === 404) throw new StepError('step_failed', 'there is no such profile')
 *   if (status >= 500) throw new StepError('step_failed', 'the site does not answer', { retryable: true })
 * }
 * ```
 */
export class StepError extends Error {
  override readonly name = 'StepError'
  readonly failure: StepFailure

  constructor(
    code: FailureCode,
    message: string,
    options: { readonly retryable?: boolean; readonly cause?: unknown; readonly cost_units?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    const { retryable = false, cost_units } = options
    this.failure = { code, message, retryable, ...(cost_units === undefined ? {} : { cost_units }) }
  }
}

/** The failure that an error means. */
export function failureOf(error: unknown): StepFailure {
  if (error instanceof StepError) return error.failure
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'step_failed', message, retryable: true }
}

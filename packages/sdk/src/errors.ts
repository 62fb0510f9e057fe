import type { Issue } from '@odp/dsl'
import type { ExecutionState, StepFailure } from '@odp/dsl/plan'

function lineOf(issue: Issue): string {
  const place = issue.line === undefined ? (issue.step ?? issue.path.join('.')) : `${issue.line}:${issue.column}`
  return `  ${place === '' ? '' : `${place}  `}${issue.message} [${issue.code}]`
}

/**
 * The pipeline or its input was refused. Nothing was started.
 *
 * @example
 * ```ts
 * import { createClient, PipelineInvalidError } from '@odp/sdk'
 *
 * await createClient().submit('steps: []').catch((error: unknown) => {
 *   if (error instanceof PipelineInvalidError) console.error(error.issues.map((issue) => issue.message))
 * })
 * ```
 */
export class PipelineInvalidError extends Error {
  override readonly name = 'PipelineInvalidError'
  readonly code = 'pipeline_invalid'
  /** Every finding, errors and warnings. */
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    const errors = issues.filter((issue) => issue.severity === 'error')
    super(`the pipeline was refused, nothing was started:\n${errors.map(lineOf).join('\n')}`)
    this.issues = issues
  }
}

/**
 * The execution failed, thrown by `result()`. `failure` says why, and in which step.
 *
 * @example
 * ```ts
 * import { createClient, ExecutionFailedError } from '@odp/sdk'
 *
 * await createClient().execution('ada-1').result().catch((error: unknown) => {
 *   if (error instanceof ExecutionFailedError) console.error(error.failure.step, error.code)
 * })
 * ```
 */
export class ExecutionFailedError extends Error {
  override readonly name = 'ExecutionFailedError'
  readonly code: StepFailure['code']
  readonly failure: StepFailure & { readonly step?: string }
  readonly state: ExecutionState

  constructor(state: ExecutionState) {
    const failure = state.failure ?? { code: 'step_failed', message: 'no reason was recorded', retryable: false }
    super(failure.message)
    this.code = failure.code
    this.failure = failure
    this.state = state
  }
}

/**
 * No Temporal server answers. Nothing was started.
 *
 * @example
 * ```ts
 * import { createClient, ServerUnreachableError } from '@odp/sdk'
 *
 * await createClient({ address: '127.0.0.1:1' }).submit('steps: []').catch((error: unknown) => {
 *   if (error instanceof ServerUnreachableError) console.error(error.message)
 * })
 * ```
 */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError'
  readonly code = 'temporal_unreachable'

  constructor(address: string, cause: unknown) {
    super(
      `no Temporal server answers at ${address}: start one with \`odp dev\`, or set TEMPORAL_ADDRESS or the option \`address\``,
      { cause },
    )
  }
}

/**
 * The execution was cancelled, thrown by `result()`. `state` says how far each step came.
 *
 * @example
 * ```ts
 * import { createClient, ExecutionCancelledError } from '@odp/sdk'
 *
 * await createClient().execution('ada-1').result().catch((error: unknown) => {
 *   if (error instanceof ExecutionCancelledError) console.error(error.state.steps)
 * })
 * ```
 */
export class ExecutionCancelledError extends Error {
  override readonly name = 'ExecutionCancelledError'
  readonly code = 'cancelled'
  readonly state: ExecutionState

  constructor(state: ExecutionState) {
    super(`the execution '${state.execution_id}' was cancelled`)
    this.state = state
  }
}

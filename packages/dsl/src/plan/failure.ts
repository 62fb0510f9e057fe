/**
 * Every code with which a step or a run can fail, with its meaning. Printed in `docs/errors.md`.
 * A failure is final for the attempt; `retryable` failures are tried again within the retry policy.
 *
 * @example
 * ```ts
 * import { FAILURE_CODES } from '@odp/dsl/plan'
 *
 * FAILURE_CODES.secret_missing // 'The worker does not know a secret that the step names.'
 * ```
 */
export const FAILURE_CODES = {
  step_failed: 'The work of the step threw an error.',
  step_timed_out: 'An attempt took longer than `timeout_minutes`. It is tried again.',
  worker_lost:
    'The worker stopped answering while it ran the attempt. It is tried again, which uses up no attempt of the policy; after five in a row, or as many as the policy has attempts, the step fails.',
  output_missing: 'The step did not return an output that it declares.',
  output_invalid: 'The step returned a value that does not fit its schema.',
  method_input_invalid: 'The inputs do not fit the schema of the method.',
  unknown_method: 'The method name made at run time is none of those that fit.',
  method_not_runnable: 'The worker has no code for the method.',
  connector_missing: 'The worker has no connector for the outside system that the step needs.',
  llm_unavailable: 'The service of the language model is away or refuses the call.',
  llm_refused: 'The language model declined to answer.',
  llm_truncated: 'The answer of the language model is longer than it may be.',
  llm_answer_invalid: 'The language model answered nothing that fits the outputs, in any of the ways to ask it.',
  llm_budget_exceeded: 'The step has used up its calls or tokens of the language model.',
  secret_missing: 'The worker does not know a secret that the step names.',
  reference_failed: 'A template reads something that is not there.',
  expression_failed: 'An expression cannot be evaluated.',
  not_a_list: 'A loop was given something that is no list.',
  too_many_items: 'A loop was given more items than one execution can carry.',
  inner_step_failed: 'A step inside failed and nothing stood in for it.',
  validation_failed: 'A score lies below its threshold.',
  value_too_large: 'A value is larger than what one call can carry.',
  approval_missing: 'A plan in safe mode was started without an approval request. Nothing ran.',
  approval_expired: 'Nobody approved the execution in time. Nothing ran.',
  rejected: 'A person rejected the execution. Nothing ran.',
  replan_requested: 'A person asked for a revised pipeline instead of taking the result of the step.',
  payload_store_failed: 'The store of large values does not answer, or does not have a value.',
  pipeline_timed_out: 'The run took longer than `execution.timeout_minutes`.',
  cancelled: 'The execution was cancelled.',
  interpreter_failed: 'The interpreter itself failed. This is a defect of ODP: please report it.',
} as const satisfies Record<string, string>

/**
 * Code of a failure; stable across versions.
 *
 * @example
 * ```ts
 * import { FAILURE_CODES, type FailureCode } from '@odp/dsl/plan'
 *
 * const meaning = (code: FailureCode): string => FAILURE_CODES[code]
 * ```
 */
export type FailureCode = keyof typeof FAILURE_CODES

/**
 * Why a step or a run failed.
 *
 * @example
 * ```ts
 * import type { StepFailure } from '@odp/dsl/plan'
 *
 * const failure: StepFailure = { code: 'step_failed', message: 'the site does not answer', retryable: true }
 * ```
 */
export interface StepFailure {
  readonly code: FailureCode
  readonly message: string
  /** Whether another attempt may help. */
  readonly retryable: boolean
  /** Cost units that the attempt took all the same; counted, and not told with the failure. */
  readonly cost_units?: number
}

import type { JsonObject } from '../json/json.js'
import type { StepFailure } from './failure.js'

/**
 * What a person can answer. `continue` takes the outputs as they are, `replan` fails the step so that the pipeline is revised.
 *
 * @example
 * ```ts
 * import type { Answer } from '@odp/dsl/plan'
 *
 * const answer: Answer = 'continue'
 * ```
 */
export type Answer = 'continue' | 'fail' | 'replan' | 'retry' | 'skip'

/**
 * What a person is asked about a step.
 *
 * @example
 * ```ts
 * import type { StepQuestion } from '@odp/dsl/plan'
 *
 * const question: StepQuestion = {
 *   kind: 'below_threshold', message: 'relevance is 0.4, below 0.6', choices: ['continue', 'fail', 'replan'],
 * }
 * ```
 */
export interface StepQuestion {
  /**
   * `below_threshold`: a validation is not satisfied. `unknown_outcome`: an attempt of a method that must not run twice ended
   * without an answer. `failed`: the failure would end the run.
   */
  readonly kind: 'below_threshold' | 'unknown_outcome' | 'failed'
  /** A sentence with what is known. */
  readonly message: string
  readonly choices: readonly Answer[]
}

/**
 * What one attempt of a step gave.
 *
 * @example
 * ```ts
 * import type { StepResult } from '@odp/dsl/plan'
 *
 * const result: StepResult = { outputs: { text: 'hi' }, cost_units: 2 }
 * ```
 */
export interface StepResult {
  readonly outputs: JsonObject
  /** A person has to decide whether the outputs are taken. */
  readonly question?: StepQuestion
  /** The outputs come from the cache; nothing was called. */
  readonly reused?: 'cache'
  /** Cost units that the work reported. */
  readonly cost_units?: number
  /** Something that a person should know though the step completed, such as a cache that does not answer. */
  readonly warning?: string
  /**
   * Where the whole outputs lie when only what later steps read is in `outputs`: key in the payload store, size in
   * characters of JSON, and the names of all fields.
   */
  readonly stored?: { readonly key: string; readonly size: number; readonly fields: readonly string[] }
}

/**
 * What one call for the items of a batch gave: one entry for each, in their order.
 *
 * @example
 * ```ts
 * import type { BatchResult } from '@odp/dsl/plan'
 *
 * const completed = ({ results }: BatchResult) => results.filter((entry) => 'result' in entry).length
 * ```
 */
export interface BatchResult {
  readonly results: readonly ({ readonly result: StepResult } | { readonly failure: StepFailure })[]
}

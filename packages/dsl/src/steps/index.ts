import { conditional } from './conditional/definition.js'
import { crawler } from './crawler/definition.js'
import { customCode } from './custom_code/definition.js'
import { dataTransform } from './data_transform/definition.js'
import { functionStep } from './function/definition.js'
import { llmAgent } from './llm_agent/definition.js'
import { llmFlow } from './llm_flow/definition.js'
import { loop } from './loop/definition.js'
import { mlModel } from './ml_model/definition.js'
import { mlServing } from './ml_serving/definition.js'
import { mlTraining } from './ml_training/definition.js'
import { output } from './output/definition.js'
import { parallelGroup } from './parallel_group/definition.js'
import { validation } from './validation/definition.js'
import { waitForAsset } from './wait_for_asset/definition.js'

/**
 * The fifteen step types, in the order of the language page.
 *
 * @example
 * ```ts
 * import { STEP_DEFINITIONS } from '@odp/dsl'
 *
 * STEP_DEFINITIONS.crawler.modes[0] // 'api', its default mode
 * ```
 */
export const STEP_DEFINITIONS = {
  crawler,
  wait_for_asset: waitForAsset,
  ml_model: mlModel,
  ml_serving: mlServing,
  llm_flow: llmFlow,
  llm_agent: llmAgent,
  function: functionStep,
  loop,
  parallel_group: parallelGroup,
  conditional,
  validation,
  output,
  custom_code: customCode,
  data_transform: dataTransform,
  ml_training: mlTraining,
} as const

/**
 * Name of a step type.
 *
 * @example
 * ```ts
 * import { STEP_DEFINITIONS, type StepType } from '@odp/dsl'
 *
 * const summary = (type: StepType) => STEP_DEFINITIONS[type].summary
 * ```
 */
export type StepType = keyof typeof STEP_DEFINITIONS

/**
 * Step types whose work is an activity; the others are control flow of the interpreter.
 *
 * @example
 * ```ts
 * import type { ActivityStepType } from '@odp/dsl'
 *
 * const type: ActivityStepType = 'crawler' // 'loop' would be an error: it is control flow
 * ```
 */
export type ActivityStepType = {
  [Type in StepType]: (typeof STEP_DEFINITIONS)[Type]['run'] extends 'control' ? never : Type
}[StepType]

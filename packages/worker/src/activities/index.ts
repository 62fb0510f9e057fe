import type { ActivityStepType } from '@odp/dsl'
import type { StepActivity } from './activity.js'
import { crawler } from './crawler.js'
import { functionStep } from './function.js'
import { llmAgent } from './llm_agent.js'
import { llmFlow } from './llm_flow.js'
import { mlModel } from './ml_model.js'
import { needsConnector } from './needs-connector.js'
import { output } from './output.js'
import { validation } from './validation.js'

/** The side effect of every step type that does work. A type that is forgotten here does not compile. */
export const ACTIVITIES = {
  crawler,
  function: functionStep,
  ml_model: mlModel,
  validation,
  output,
  wait_for_asset: needsConnector('dagster'),
  data_transform: needsConnector('dagster'),
  ml_training: needsConnector('dagster'),
  ml_serving: needsConnector('kubernetes'),
  llm_flow: llmFlow,
  llm_agent: llmAgent,
  custom_code: needsConnector('python_sandbox'),
} as const satisfies { readonly [Type in ActivityStepType]: StepActivity }

/** The activity of a step type; undefined where it does no work, or is not known here. */
export function activityOf(type: string): StepActivity | undefined {
  const activities: Readonly<Record<string, StepActivity>> = ACTIVITIES
  return Object.hasOwn(activities, type) ? activities[type] : undefined
}

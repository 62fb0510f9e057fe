import type { Json } from '@odp/dsl'
import type { LlmClient, LlmLimits } from '@odp/worker/llm'
import type { PlannerOptions } from '../planner-options.js'

/**
 * How the model planner plans.
 *
 * @example
 * ```ts
 * import type { LlmPlannerOptions } from '@odp/agent/llm'
 * import { llmClient } from '@odp/worker/llm'
 *
 * const options: LlmPlannerOptions = {
 *   context: { workspace_id: 'w', project_id: 'p' }, client: llmClient({ model: 'm', base_url: 'http://127.0.0.1:8000/v1' }), samples: 3,
 * }
 * ```
 */
export interface LlmPlannerOptions extends PlannerOptions {
  readonly client: LlmClient
  /** Model or alias. Default: that of the client. */
  readonly model?: string
  /** What one request may take. Default 16 calls, 250,000 tokens, 180 seconds. */
  readonly limits?: LlmLimits
  /** Plans that are asked for; the one that most agree on is taken. Default 1, at most 7. */
  readonly samples?: number
  /** Times that a plan with issues is given back to be mended. Default and at most 3. */
  readonly repairs?: number
  /** What people answered to earlier questions about the request. */
  readonly answers?: readonly Json[]
  /** Lets the typed planner fill in what the model left open. Default false. */
  readonly hybrid?: boolean
  readonly signal?: AbortSignal
}

import type { Json, JsonObject } from '../json/json.js'

/**
 * A step as it stands in the document. The keys of its type stand beside the common ones.
 *
 * @example
 * ```ts
 * import type { StepDocument } from '@odp/dsl'
 *
 * const step: StepDocument = { id: 'greet', type: 'function', method: 'greet', inputs: { name: 'Ada' } }
 * ```
 */
export interface StepDocument extends JsonObject {
  id: string
  type: string
}

/**
 * The pipeline document: one plain JSON value, the same behind every face.
 *
 * @example
 * ```ts
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const document: PipelineDocument = {
 *   version: '1.0', pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo',
 *   steps: [{ id: 'greet', type: 'function', method: 'greet', inputs: { name: '{{input.name}}' } }],
 * }
 * ```
 */
export interface PipelineDocument {
  version: '1.0'
  pipeline_id: string
  name?: string
  workspace_id: string
  project_id: string
  execution?: {
    mode?: 'brave' | 'safe'
    timeout_minutes?: number
    estimated_cost_units?: number
    estimated_duration_minutes?: number
    retry_policy?: RetryPolicyDocument
    max_parallel?: number
    budget_units?: number
  }
  replay?: { enabled?: boolean; original_execution_id?: string; replay_from_step?: string }
  input_schema?: JsonObject | boolean
  steps: StepDocument[]
  [extension: `x-${string}`]: Json
}

/**
 * Retry policy as it stands in the document.
 *
 * @example
 * ```ts
 * import type { RetryPolicyDocument } from '@odp/dsl'
 *
 * const retry_policy: RetryPolicyDocument = { max_attempts: 5, backoff: 'linear', initial_backoff_seconds: 2 }
 * ```
 */
export interface RetryPolicyDocument {
  max_attempts?: number
  backoff?: 'exponential' | 'linear' | 'fixed'
  initial_backoff_seconds?: number
  max_backoff_seconds?: number
}

declare const inputType: unique symbol
declare const outputsType: unique symbol

/**
 * A pipeline document that remembers the types of its input and of its steps' outputs. At run time it is the plain document.
 *
 * @example
 * ```ts
 * import { type Pipeline, pipeline } from '@odp/dsl'
 * import { z } from 'zod'
 *
 * const document: Pipeline<{ name: string }> = pipeline({ pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' })
 *   .input(z.object({ name: z.string() }))
 *   .build()
 * ```
 */
export interface Pipeline<Input = Json, Outputs = Record<string, Json>> extends PipelineDocument {
  readonly [inputType]?: (input: Input) => void
  readonly [outputsType]?: () => Outputs
}

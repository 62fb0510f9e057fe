import type { PipelineDocument, StepDocument } from '../document/pipeline-document.js'
import type { JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import type { Plan, PlanNode, PlanRetry } from '../plan/plan.js'
import { type EstimateOptions, estimatePipeline, type PipelineEstimate } from './estimate-pipeline.js'

/**
 * Estimates a plan as `estimatePipeline` estimates its document, for an execution of which only the plan is known. What the
 * `input_schema` of the document says of the length of lists is not in a plan.
 *
 * @example
 * ```ts
 * import { estimatePlan } from '@odp/dsl'
 * import type { Plan } from '@odp/dsl/plan'
 *
 * const unitsOf = (plan: Plan) => estimatePlan(plan, { catalog: {} }).cost.expected
 * ```
 */
export function estimatePlan(plan: Plan, options: EstimateOptions): PipelineEstimate {
  const writer = new PlanWriter(options.language ?? defaultLanguage)
  const { pipeline_id, workspace_id, project_id, name, mode, max_parallel, timeout_seconds } = plan
  const timeout = timeout_seconds === undefined ? {} : { timeout_minutes: timeout_seconds / 60 }
  const document: PipelineDocument = {
    version: '1.0',
    pipeline_id,
    workspace_id,
    project_id,
    name,
    execution: { mode, max_parallel, ...timeout },
    steps: writer.block(plan.nodes, undefined, undefined),
  }
  return estimatePipeline(document, options)
}

/** Writes the steps of a plan as a document has them. */
class PlanWriter {
  readonly #language: Language

  constructor(language: Language) {
    this.#language = language
  }

  /** The steps that stand in one block, of the nodes of one scope. */
  block(scope: readonly PlanNode[], parent: string | undefined, block: string | undefined): StepDocument[] {
    const inside = scope.filter((node) => node.parent === parent && node.block === block)
    return inside.map((node) => this.#step(node, scope))
  }

  #step(node: PlanNode, scope: readonly PlanNode[]): StepDocument {
    const { id, type, inputs, outputs, output_schema, depends_on, check, routes = [], retry, timeout_seconds } = node
    const { fallback, continue_on_failure } = node
    const on_success = {
      routes: routes.map(({ expression, run = [] }, index) => ({
        match: { expression },
        steps: [...run, ...this.block(scope, id, `routes.${index}`)],
      })),
    }
    const on_error = {
      ...(fallback === undefined ? {} : { fallback_step: fallback }),
      ...(continue_on_failure === undefined ? {} : { continue_on_failure }),
    }
    const step = {
      id,
      type,
      ...node.config,
      execution_mode: node.mode,
      inputs,
      outputs,
      output_schema,
      depends_on,
      check,
      is_child: node.on_demand,
      on_success: routes.length === 0 ? undefined : on_success,
      on_error: Object.keys(on_error).length === 0 ? undefined : on_error,
      retry_policy: retry === undefined ? undefined : retryPolicy(retry),
      timeout_minutes: timeout_seconds === undefined ? undefined : timeout_seconds / 60,
    }
    const written = Object.fromEntries(Object.entries(step).filter(([, value]) => value !== undefined))
    for (const { name, path, scope: own } of this.#language.definition(type)?.blocks ?? []) {
      const steps = own === 'item' ? this.block(node.nodes ?? [], undefined, undefined) : this.block(scope, id, name)
      if (steps.length > 0 || own === 'item') put(written as JsonObject, path, steps as unknown as JsonObject)
    }
    return written as unknown as StepDocument
  }
}

function retryPolicy({ max_attempts, backoff, initial_seconds, max_seconds }: PlanRetry) {
  return { max_attempts, backoff, initial_backoff_seconds: initial_seconds, max_backoff_seconds: max_seconds }
}

function put(into: JsonObject, path: readonly string[], value: JsonObject): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) into[key] = value
  else {
    const inner: JsonObject = { ...(into[key] as JsonObject | undefined) }
    put(inner, rest, value)
    into[key] = inner
  }
}

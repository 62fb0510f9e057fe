import { type EstimateInterval, estimatePipeline, type Json, type JsonObject, type PipelineDocument } from '@odp/dsl'
import { liftStepUses, SETTINGS } from '../edit/lift-document.js'
import { objectOf } from '../json/object-of.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { causesOf, type NamedValue, sayAround } from './causes.js'
import { type PlacedStep, placedSteps } from './placed-steps.js'
import { sayValues } from './say-value.js'

/**
 * Why a step is there, where its values come from, and what it costs.
 *
 * @example
 * ```ts
 * import type { StepExplanation } from '@odp/agent'
 *
 * const line = ({ id, why }: StepExplanation) => `${id}: ${why}`
 * ```
 */
export interface StepExplanation {
  readonly id: string
  readonly type: string
  readonly uses: string
  /** The words of the request that it answers; else what the catalog says that it does; else ''. */
  readonly why: string
  readonly inputs: readonly { readonly name: string; readonly from: readonly string[] }[]
  /** In words: under which condition, for each of what, after which steps, instead of which step. */
  readonly when: readonly string[]
  /** The steps that it has its values from, that decide about it, or that it waits for, each with that in words. */
  readonly causes: readonly { readonly step: string; readonly as: string }[]
  /** Cost units of the step in one run; absent where the catalog does not say. */
  readonly cost?: EstimateInterval
}

/**
 * Explains a pipeline step by step, from the document alone; with a catalog also what methods do and cost.
 *
 * @example
 * ```ts
 * import { explainPipeline } from '@odp/agent'
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const reasons = (document: PipelineDocument) => explainPipeline(document).map(({ id, why }) => `${id}: ${why}`)
 * ```
 */
export function explainPipeline(document: PipelineDocument, catalog?: PlannerCatalog): StepExplanation[] {
  const estimate = catalog === undefined ? undefined : estimatePipeline(document, { catalog: catalog.index })
  const placed = placedSteps(document)
  const fallbacks = new Map(
    placed.steps.flatMap(({ step }) => {
      const stand = objectOf(step.on_error).fallback_step
      return typeof stand === 'string' ? [[stand, String(step.id)] as const] : []
    }),
  )
  return placed.steps.map((one) => {
    const { step, around } = one
    const id = String(step.id)
    const uses = liftStepUses(step)
    const said = step['x-because'] ?? step.description
    const summary = catalog?.byId(uses)[0]?.summary ?? ''
    const cost = estimate?.steps.find((entry) => entry.id === id)?.cost
    const values = valuesOf(step)
    const fallback_of = fallbacks.get(id)
    return {
      id,
      type: String(step.type),
      uses,
      why: typeof said === 'string' ? said.replace(/\\\{\{/g, '{{') : summary,
      inputs: values.map(({ name, value }) => ({ name, from: sayValues(value, around) })),
      when: sayWhen(one, fallback_of),
      causes: causesOf(one, values, fallback_of, placed),
      ...(cost === undefined || estimate?.unknown.includes(id) === true ? {} : { cost }),
    }
  })
}

/** What a step gets, input by input and setting by setting; alternatives stand one after another. */
function valuesOf(step: JsonObject): NamedValue[] {
  const inputs = Object.entries(objectOf(step.inputs)).map(([name, binding]): NamedValue => {
    const own = objectOf(binding)
    if (Object.hasOwn(own, 'from')) return { name, value: own.from ?? null }
    return { name, value: Object.hasOwn(own, 'or') ? (own.or ?? null) : binding }
  })
  const flat = (name: string, value: Json): NamedValue[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => flat(`${name}.${key}`, inner))
      : [{ name, value }]
  return [...inputs, ...SETTINGS.flatMap((key) => (step[key] === undefined ? [] : flat(key, step[key])))]
}

function sayWhen({ step, around }: PlacedStep, fallback_of: string | undefined): string[] {
  const said = around.map((one, at) => sayAround(one, around.slice(0, at)))
  if (fallback_of !== undefined) said.push(`only if ${fallback_of} fails`)
  if (Array.isArray(step.depends_on) && step.depends_on.length > 0) said.push(`after ${step.depends_on.join(', ')}`)
  return said
}

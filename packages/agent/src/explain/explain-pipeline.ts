import { type EstimateInterval, estimatePipeline, type PipelineDocument } from '@odp/dsl'
import { findInDocument } from '../edit/document-steps.js'
import { liftDocument } from '../edit/lift-document.js'
import type { PlanStep, PlanValue } from '../plan/flat-plan.js'
import { renderTests } from '../plan/render-test.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { causesOf } from './causes.js'

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
  const { steps } = liftDocument(document)
  const ids = new Set(steps.map(({ id }) => id))
  return steps.map((step) => {
    const raw = findInDocument(document, step.id)?.step
    const said = raw?.['x-because'] ?? raw?.description
    const summary = catalog?.byId(step.uses)[0]?.summary ?? ''
    const cost = estimate?.steps.find(({ id }) => id === step.id)?.cost
    return {
      id: step.id,
      type: step.type,
      uses: step.uses,
      why: typeof said === 'string' ? said.replace(/\\\{\{/g, '{{') : summary,
      inputs: [
        ...step.inputs.map(({ name, values }) => ({ name, from: values.map(sayValue) })),
        ...step.settings.map(({ path, value }) => ({ name: path, from: [sayValue(value)] })),
      ],
      when: sayWhen(step),
      causes: causesOf(step, ids),
      ...(cost === undefined || estimate?.unknown.includes(step.id) === true ? {} : { cost }),
    }
  })
}

function sayValue(value: PlanValue): string {
  if (value.kind === 'input') return `the run's input '${value.name}'`
  if (value.kind === 'const') return JSON.stringify(value.value)
  return value.ref === 'item' || value.ref.startsWith('item.')
    ? `each item${value.ref === 'item' ? '' : `'s ${value.ref.slice('item.'.length)}`}`
    : value.ref
}

function sayWhen(step: PlanStep): string[] {
  const said: string[] = []
  if (step.for_each !== undefined) {
    const many = step.for_each.max_parallel === undefined ? '' : `, ${step.for_each.max_parallel} at a time`
    said.push(`for each of ${sayValue(step.for_each.over)}${many}`)
  }
  if (step.when !== undefined) {
    const condition = renderTests(step.when.tests, step.when.join, (ref) => ref)
    said.push(step.when.branch === 'if_true' ? `only if ${condition}` : `only if not (${condition})`)
  }
  if (step.fallback_of !== undefined) said.push(`only if ${step.fallback_of} fails`)
  if (step.after.length > 0) said.push(`after ${step.after.join(', ')}`)
  if (step.group !== undefined) said.push(`with others, ${step.group.max_parallel} at a time`)
  return said
}

import { type PipelineDocument, validatePipeline } from '@odp/dsl'
import { compilePlan } from '../../plan/compile-plan.js'
import type { FlatPlan } from '../../plan/flat-plan.js'
import type { PolicyBreach } from '../../policy/breach.js'
import { checkDocumentPolicy } from '../../policy/check-document.js'
import { checkPlanPolicy } from '../../policy/check-plan.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { PlannerContext } from '../planner-options.js'
import { headOf } from '../typed/typed-planner.js'
import { type Feedback, feedbackOf } from './proposal.js'

/** What becomes of a plan. */
export type Judgement =
  | { readonly kind: 'valid'; readonly document: PipelineDocument }
  /** It can be mended. */
  | { readonly kind: 'issues'; readonly feedback: readonly Feedback[] }
  /** It is not compiled, or does not leave. */
  | { readonly kind: 'breach'; readonly breaches: readonly PolicyBreach[] }

/** Holds a plan against the policy, compiles it, and holds the document against policy and checker. */
export function judgePlan(plan: FlatPlan, catalog: PlannerCatalog, context: PlannerContext): Judgement {
  const breaches = checkPlanPolicy(plan, catalog, context)
  const grave = breaches.filter(({ code }) => code !== 'malformed')
  if (grave.length > 0) return { kind: 'breach', breaches: grave }
  if (breaches.length > 0) return { kind: 'issues', feedback: breaches }
  const twice = plan.steps.find(({ id }, at) => plan.steps.findIndex((other) => other.id === id) !== at)
  if (twice !== undefined)
    return {
      kind: 'issues',
      feedback: [{ code: 'malformed', message: `two steps have the id '${twice.id}'`, step: twice.id }],
    }
  const document = compilePlan(plan, headOf(plan.goal, { context }), catalog)
  const later = checkDocumentPolicy(document, catalog, context)
  if (later.length > 0) return { kind: 'breach', breaches: later }
  const { valid, diagnostics } = validatePipeline(document, { catalog: catalog.index })
  if (valid) return { kind: 'valid', document }
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return {
    kind: 'issues',
    feedback: feedbackOf(errors),
  }
}

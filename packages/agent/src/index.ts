/**
 * The agent of ODP: drafts a checked pipeline from a request, with no model and no network.
 *
 * @module
 */

export { editDraft } from './edit/edit-draft.js'
export { liftDocument } from './edit/lift-document.js'
export type { GoldPlan } from './evaluation/plan-shape.js'
export { type PlanScore, scorePlan } from './evaluation/score-plan.js'
export { type Figure, type GoldRequest, scoreRequests } from './evaluation/score-requests.js'
export { explainPipeline, type StepExplanation } from './explain/explain-pipeline.js'
export { renderExplanation } from './explain/render-explanation.js'
export { compilePlan, type DocumentHead } from './plan/compile-plan.js'
export type { FlatPlan, PlanStep, PlanTest, PlanValue } from './plan/flat-plan.js'
export { type GraphControl, type GraphInput, type PlanGraph, planGraph } from './plan/plan-graph.js'
export type { Draft, DraftOutcome, UncertainWord } from './planner/draft.js'
export type { PlannerContext, PlannerOptions } from './planner/planner-options.js'
export { draftPipeline } from './planner/typed/typed-planner.js'
export type { PolicyBreach } from './policy/breach.js'
export { checkDocumentPolicy } from './policy/check-document.js'
export { checkPlanPolicy } from './policy/check-plan.js'
export { type DraftRequest, draftRequests, type PlannerName, type Prediction } from './requests/draft-requests.js'
export { type PlannerCatalog, preparePlannerCatalog } from './retrieve/planner-catalog.js'

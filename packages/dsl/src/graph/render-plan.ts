import { defaultLanguage, type Language } from '../language/language.js'
import type { Plan } from '../plan/plan.js'
import { graphOfPlan } from './graph-of-plan.js'
import type { PlanGraph } from './plan-graph.js'
import { renderDot } from './render-dot.js'
import { renderMermaid } from './render-mermaid.js'

/** Languages that a plan can be drawn in: Mermaid flowcharts, and DOT of Graphviz. */
export type PlanFormat = 'mermaid' | 'dot'

const RENDERERS: Readonly<Record<PlanFormat, (graph: PlanGraph) => string>> = { mermaid: renderMermaid, dot: renderDot }

/**
 * Draws a plan: its steps, what they read (solid), what they only wait for (dashed), and what a check, a failure, a route
 * or a branch activates (dotted). Texts of the document are escaped and at most 200 characters long. Equal plans give equal
 * texts.
 *
 * @param language needed only for a plan with step types of one's own, to show what they run
 * @example
 * ```ts
 * import { pipeline, planPipeline, renderPlan } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta).function('greet', { method: 'greet' }).build()
 * const text = renderPlan(planPipeline(document), 'mermaid')
 * ```
 */
export function renderPlan(plan: Plan, format: PlanFormat, language: Language = defaultLanguage): string {
  return RENDERERS[format](graphOfPlan(plan, language))
}

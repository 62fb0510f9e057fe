import { editPipeline, parsePipeline, stringifyPipeline } from '@odp/dsl'
import { compilePlan as compile } from '../../plan/compile-plan.js'
import { planGraph } from '../../plan/plan-graph.js'
import { headOf } from '../../planner/typed/typed-planner.js'
import { checkPlanPolicy } from '../../policy/check-plan.js'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { afterIssues } from './after-issues.js'
import { givenUp } from './given-up.js'

/** Holds a plan against the policy and makes a document of it. A planner that gave a document has compiled it. */
export function compilePlan(state: ConversationState, dependencies: ConversationDependencies): ConversationUpdate {
  const { catalog, context } = dependencies
  const { draft, document } = state
  if (document !== undefined) {
    const graph = draft === undefined ? {} : { graph: planGraph(draft) }
    return { ...graph, document: inSafeMode(document), next: 'checkPlan' }
  }
  if (draft === undefined) return givenUp(state)
  const breaches = checkPlanPolicy(draft, catalog, context)
  const grave = breaches.filter(({ code }) => code !== 'malformed')
  if (grave.length > 0)
    return { policy: [...state.policy, ...grave.map(({ message }) => message)], status: 'refused', next: 'end' }
  if (breaches.length > 0) return afterIssues(state, breaches, dependencies)
  // The mode is never the planner's to choose.
  const head = headOf(state.request, { context: { ...context, mode: 'safe' } })
  return { document: stringifyPipeline(compile(draft, head, catalog)), graph: planGraph(draft), next: 'checkPlan' }
}

/** A pipeline that was given may be brave; what is started here is not. Without a mode a document would be. */
function inSafeMode(document: string): string {
  const { pipeline } = parsePipeline(document)
  if (pipeline === undefined || pipeline.execution?.mode === 'safe') return document
  const change =
    pipeline.execution === undefined
      ? ({ kind: 'set', path: ['execution'], value: { mode: 'safe' } } as const)
      : ({ kind: 'set', path: ['execution', 'mode'], value: 'safe' } as const)
  return editPipeline(document, [change]).text
}

import type { FlatPlan } from '../plan/flat-plan.js'
import type { PlanGraph } from '../plan/plan-graph.js'

/**
 * How drafting ended: with a checked pipeline, a question only a person can answer, nothing that fits, or a refusal.
 *
 * @example
 * ```ts
 * import type { DraftOutcome } from '@odp/agent'
 *
 * const isOpen = (outcome: DraftOutcome) => outcome === 'question'
 * ```
 */
export type DraftOutcome = 'plan' | 'question' | 'abstain' | 'policy'

/**
 * What became of a request.
 *
 * @example
 * ```ts
 * import type { Draft } from '@odp/agent'
 *
 * const isReady = ({ outcome }: Draft) => outcome === 'plan'
 * ```
 */
export interface Draft {
  readonly outcome: DraftOutcome
  /** The plan as nodes and edges; beside `policy` what is left of the request without the refused part. */
  readonly graph?: PlanGraph
  readonly flat?: FlatPlan
  /** The pipeline as YAML. */
  readonly document?: string
  /** What only a person can say; with the options where there are any. */
  readonly question?: { readonly text: string; readonly options?: readonly string[] }
  /** What the catalog has nothing for. */
  readonly missing?: string
  /** What was refused, and why. */
  readonly policy?: readonly string[]
  /** Words of the request that nothing was done with. */
  readonly unused_words: readonly string[]
  readonly planner: string
}

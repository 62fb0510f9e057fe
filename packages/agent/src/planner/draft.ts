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
 * A word that was taken for one of the catalog.
 *
 * @example
 * ```ts
 * import type { UncertainWord } from '@odp/agent'
 *
 * const spell = ({ said, read_as, uses }: UncertainWord) => `${said} may mean ${read_as} (${uses})`
 * ```
 */
export interface UncertainWord {
  readonly said: string
  /** The word of the catalog. */
  readonly read_as: string
  /** The entry of the catalog that was used for it. */
  readonly uses: string
}

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
  /** Words that the catalog has none of, and what they were taken for because they are like it: look whether that is meant. They stand in `unused_words` too. */
  readonly uncertain_words?: readonly UncertainWord[]
  readonly planner: string
}

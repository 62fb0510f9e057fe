import type { LlmErrorCode, LlmUsage } from '@odp/worker/llm'
import type { Draft } from '../draft.js'
import type { Feedback } from './proposal.js'

/**
 * What became of a request that a model was asked about.
 *
 * @example
 * ```ts
 * import type { LlmDraft } from '@odp/agent/llm'
 *
 * const isAway = ({ failure }: LlmDraft) => failure?.code === 'llm_unavailable'
 * ```
 */
export interface LlmDraft extends Draft {
  /** Why the model gave nothing that can be used; the outcome is `abstain` then, or the typed planner's of a hybrid. */
  readonly failure?: { readonly code: LlmErrorCode; readonly message: string }
  readonly usage: LlmUsage
  /** Times that the plan was given back to be mended. */
  readonly repairs: number
  /** What the checker still found in the last plan, where no valid one came of it. */
  readonly issues?: readonly Feedback[]
  /** Of so many valid samples so many agreed, where several were asked for. */
  readonly agreement?: { readonly samples: number; readonly votes: number }
}

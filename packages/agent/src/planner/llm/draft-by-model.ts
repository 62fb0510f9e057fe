import { LlmBudget, LlmError } from '@odp/worker/llm'
import { findRefusals, withoutRefused } from '../../policy/refusals.js'
import { LONGEST_REQUEST } from '../../request/read-request.js'
import type { Draft } from '../draft.js'
import type { LlmDraft } from './llm-draft.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'

/** What one request may take of a model. */
export const LIMITS = { calls: 16, tokens: 250_000, seconds: 180 }
export const MOST_REPAIRS = 3

/** What a request to a model goes on with. */
export interface ModelSession {
  readonly budget: LlmBudget
  /** What of the request was refused, and is not asked. */
  readonly policy: readonly string[]
  /** The draft of the typed planner, of a hybrid. */
  readonly typed: Draft | undefined
}

/** What came of it. */
export type ModelEnding = Omit<LlmDraft, 'planner' | 'usage'>

/** What a model is asked for. */
interface ModelWork {
  readonly gives: 'plan' | 'change'
  /** What is said where nothing of the request is left. */
  readonly empty: string
  typed(): Draft
  /** @throws LlmError */
  ask(asked: string, session: ModelSession): Promise<ModelEnding>
}

/**
 * Asks a model for what is not refused of a request, within its limits. In a hybrid the draft of the typed planner stands in where the model gives nothing
 * that is valid.
 */
export async function draftByModel(request: string, options: LlmPlannerOptions, work: ModelWork): Promise<LlmDraft> {
  const budget = new LlmBudget({ ...LIMITS, ...options.limits })
  const text = request.slice(0, LONGEST_REQUEST)
  const refusals = findRefusals(text, options.context)
  const policy = [...new Set(refusals.map(({ reason }) => reason))]
  const end = (draft: Omit<Draft, 'planner' | 'unused_words'> & Partial<LlmDraft>): LlmDraft => ({
    unused_words: [],
    repairs: 0,
    ...draft,
    planner: plannerName(options),
    usage: budget.usage,
  })
  // Nobody is asked about what is never done.
  if (refusals.some(({ is_whole }) => is_whole)) return end({ outcome: 'policy', policy })
  const asked = withoutRefused(text, refusals)
  if (asked.trim() === '') return end({ outcome: 'abstain', missing: work.empty })
  const typed = options.hybrid === true ? work.typed() : undefined
  try {
    const ending = await work.ask(asked, { budget, policy, typed })
    const { issues, missing = '', repairs } = ending
    if (issues === undefined || typed?.document === undefined) return end(ending)
    return end({ ...typed, issues, repairs, failure: { code: 'llm_answer_invalid', message: missing } })
  } catch (error) {
    if (!(error instanceof LlmError)) throw error
    const failure = { code: error.code, message: error.message }
    if (typed !== undefined) return end({ ...typed, failure })
    return end({ outcome: 'abstain', missing: `the model gave no ${work.gives}: ${error.message}`, failure })
  }
}

/** The name under which a result says who planned it. */
export function plannerName({ hybrid, model, client }: LlmPlannerOptions): string {
  return hybrid === true ? 'hybrid' : `llm:${model ?? client.settings.model}`
}

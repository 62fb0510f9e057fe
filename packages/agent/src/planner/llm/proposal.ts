import type { Issue } from '@odp/dsl'
import type { LlmBudget } from '@odp/worker/llm'
import type * as z from 'zod'
import type { FlatPlan } from '../../plan/flat-plan.js'
import { askForForm, type EarlierAnswer } from './ask-for-form.js'
import type { Candidate } from './candidates.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'
import { type PlanAnswer, planAnswer } from './plan-answer.js'
import { planningData, planningPrompt } from './planning-prompt.js'
import { readAnswer } from './read-answer.js'

/** What a model proposes for a request. */
export type Proposal =
  | { readonly kind: 'plan'; readonly plan: FlatPlan; readonly answer: PlanAnswer }
  | {
      readonly kind: 'question'
      readonly text: string
      readonly options: readonly string[]
      readonly answer: PlanAnswer
    }
  | { readonly kind: 'abstain'; readonly missing: string; readonly answer: PlanAnswer }

/**
 * What is wrong with a plan, as a model is told: nothing but codes and words of the checker.
 *
 * @example
 * ```ts
 * import type { Feedback } from '@odp/agent/llm'
 *
 * const print = ({ code, message }: Feedback) => `${code}: ${message}`
 * ```
 */
export interface Feedback {
  readonly code: string
  readonly message: string
  readonly step?: string
  readonly hint?: string
}

/** Asks for a plan; with an earlier answer and what is wrong with it, for a better one. @throws LlmError */
export async function proposePlan(
  request: string,
  candidates: readonly Candidate[],
  options: LlmPlannerOptions,
  budget: LlmBudget,
  earlier?: EarlierAnswer<PlanAnswer>,
): Promise<Proposal> {
  const asked = {
    name: 'plan',
    form: planAnswer(candidates),
    instructions: planningPrompt(),
    data: planningData(request, candidates, options.answers),
    earlier,
    budget,
    problemsOf: ({ path, message }: z.core.$ZodIssue) => [`'${path.map(String).join('.')}': ${message}`],
  }
  return readProposal(await askForForm<PlanAnswer>(asked, options), candidates, request)
}

function readProposal(answer: PlanAnswer, candidates: readonly Candidate[], request: string): Proposal {
  const { steps, question, missing } = answer
  if (question !== null && question.text !== '')
    return {
      kind: 'question',
      text: clipped(question.text),
      options: question.options.slice(0, 8).map(clipped),
      answer,
    }
  if (steps.length === 0)
    return { kind: 'abstain', missing: clipped(missing || 'the model found nothing that does what is asked'), answer }
  return { kind: 'plan', plan: readAnswer(answer, candidates, request), answer }
}

/** What a checker found, as a model is told. */
export function feedbackOf(issues: readonly Issue[]): Feedback[] {
  return issues.map(({ code, message, step, hint }) => ({
    code,
    message,
    ...(step === undefined ? {} : { step }),
    ...(hint === undefined ? {} : { hint }),
  }))
}

/** A text of a model, fit to be shown. */
export function clipped(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 500)
}

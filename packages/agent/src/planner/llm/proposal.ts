import type { Issue, Json } from '@odp/dsl'
import { type LlmBudget, promptData } from '@odp/worker/llm'
import * as z from 'zod'
import type { FlatPlan } from '../../plan/flat-plan.js'
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

const OUTPUT_TOKENS = 8_192
const MOST_FEEDBACK = 20

/** Asks for a plan; with an earlier answer and what is wrong with it, for a better one. @throws LlmError */
export async function proposePlan(
  request: string,
  candidates: readonly Candidate[],
  options: LlmPlannerOptions,
  budget: LlmBudget,
  earlier?: { readonly answer: PlanAnswer; readonly feedback: readonly Feedback[] },
): Promise<Proposal> {
  const form = planAnswer(candidates)
  const data = planningData(request, candidates, options.answers)
  const problems = earlier?.feedback.slice(0, MOST_FEEDBACK).map((one) => ({ ...one }) as Json)
  const asked =
    earlier === undefined
      ? data
      : { ...(data as Record<string, Json>), answer: earlier.answer as unknown as Json, problems: problems ?? [] }
  const instructions =
    earlier === undefined
      ? planningPrompt()
      : `${planningPrompt()}\n\nThe data has an earlier \`answer\` and the \`problems\` that a checker found in it. Give the whole answer again without them; change nothing else.`
  const { value } = await options.client.ask<PlanAnswer>({
    name: 'plan',
    messages: promptData(instructions, asked),
    schema: z.toJSONSchema(form, { io: 'input' }) as Record<string, Json>,
    check(answer) {
      const parsed = form.safeParse(answer)
      if (parsed.success) return { value: parsed.data }
      return { problems: parsed.error.issues.map(({ path, message }) => `'${path.map(String).join('.')}': ${message}`) }
    },
    budget,
    max_output_tokens: OUTPUT_TOKENS,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return readProposal(value, candidates, request)
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

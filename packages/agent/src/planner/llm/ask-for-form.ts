import type { Json } from '@odp/dsl'
import { type LlmBudget, promptData } from '@odp/worker/llm'
import * as z from 'zod'
import type { LlmPlannerOptions } from './llm-planner-options.js'
import type { Feedback } from './proposal.js'

const OUTPUT_TOKENS = 8_192
const MOST_FEEDBACK = 20

/** An answer that a checker found wrong, and what is wrong with it. */
export interface EarlierAnswer<Answer> {
  readonly answer: Answer
  readonly feedback: readonly Feedback[]
}

/** What a model is asked to fill in. */
interface AskedForm<Answer> {
  readonly name: string
  readonly form: z.ZodType<Answer>
  readonly instructions: string
  readonly data: Json
  /** What is said of an earlier answer beside its problems. */
  readonly remark?: string
  readonly earlier: EarlierAnswer<Answer> | undefined
  readonly budget: LlmBudget
  problemsOf(issue: z.core.$ZodIssue): string[]
}

/** Asks a model to fill in a form; with an earlier answer, to do it again without its problems. @throws LlmError */
export async function askForForm<Answer>(asked: AskedForm<Answer>, options: LlmPlannerOptions): Promise<Answer> {
  const { name, form, data, remark = '', earlier, budget, problemsOf } = asked
  const again = `The data has an earlier \`answer\`${remark} and the \`problems\` that a checker found in it. Give the whole answer again without them; change nothing else.`
  const problems = (earlier?.feedback ?? []).slice(0, MOST_FEEDBACK).map((one) => ({ ...one }) as Json)
  const { value } = await options.client.ask<Answer>({
    name,
    messages: promptData(
      earlier === undefined ? asked.instructions : `${asked.instructions}\n\n${again}`,
      earlier === undefined
        ? data
        : { ...(data as Record<string, Json>), answer: earlier.answer as unknown as Json, problems },
    ),
    schema: z.toJSONSchema(form, { io: 'input' }) as Record<string, Json>,
    check(answer) {
      const parsed = form.safeParse(answer)
      return parsed.success
        ? { value: parsed.data }
        : { problems: parsed.error.issues.flatMap((one) => problemsOf(one)) }
    },
    budget,
    max_output_tokens: OUTPUT_TOKENS,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  return value
}

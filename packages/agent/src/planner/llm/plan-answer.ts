import * as z from 'zod'
import type { Candidate } from './candidates.js'

export const valueForm = () =>
  z.strictObject({
    kind: z.enum(['text', 'json', 'ref', 'input']),
    value: z
      .string()
      .describe('A text as it is; JSON; `step.field`, `step.list[*].field` or `item.field`; or the name of an input.'),
  })

export const testForm = () =>
  z.strictObject({
    ref: z.string(),
    measure: z.enum(['value', 'size', 'exists']),
    op: z.enum(['==', '!=', '<', '<=', '>', '>=']),
    value: z.string().describe('JSON; not looked at where the measure is `exists`.'),
  })

/** A step as a model gives it. */
export function stepForm(candidates: readonly Candidate[]) {
  return z.strictObject({
    id: z.string(),
    uses: z.enum(candidates.map(({ name }) => name)),
    because: z.string().describe('The words of the request that the step is there for.'),
    inputs: z.array(z.strictObject({ name: z.string(), values: z.array(valueForm()) })),
    settings: z.array(z.strictObject({ path: z.string(), value: valueForm() })),
    for_each: z.nullable(z.strictObject({ loop: z.string(), over: valueForm(), max_parallel: z.nullable(z.int()) })),
    when: z.nullable(
      z.strictObject({
        condition: z.string(),
        branch: z.enum(['if_true', 'if_false']),
        join: z.enum(['and', 'or']),
        tests: z.array(testForm()),
      }),
    ),
    after: z.array(z.string()),
    fallback_of: z.nullable(z.string()),
    send_to: z.nullable(z.string()),
  })
}

/** What a model says instead of, or besides, what it gives. */
export const remarks = () => ({
  question: z.nullable(z.strictObject({ text: z.string(), options: z.array(z.string()) })),
  missing: z.nullable(z.string()).describe('What the request asks for and no candidate does.'),
  unused_words: z.array(z.string()),
})

/**
 * The form in which a model gives a plan: flat, every key there, and nothing named but the candidates. It stays within what all services with structured
 * output support.
 */
export function planAnswer(candidates: readonly Candidate[]) {
  return z.strictObject({ steps: z.array(stepForm(candidates)), ...remarks() })
}

/** What a model answers. */
export type PlanAnswer = z.output<ReturnType<typeof planAnswer>>

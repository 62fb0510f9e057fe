import type { Json, JsonObject } from '@odp/dsl/plan'
import { z } from 'zod'
import type { LlmCheck } from './llm-question.js'

/** What a Zod schema asks a model for, and what it says of the answer. */
export interface ZodAnswer {
  readonly schema: JsonObject
  check(answer: Json): Promise<LlmCheck<Json>>
}

/** The schema and check of an answer that is written as a Zod schema. What the schema lets through is used, not what came. */
export function checkWithZod(type: z.ZodType): ZodAnswer {
  return {
    schema: z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as JsonObject,
    async check(answer) {
      const parsed = await type.safeParseAsync(answer)
      if (parsed.success) return { value: parsed.data as Json }
      return {
        problems: parsed.error.issues.map(({ path, message }) =>
          path.length === 0 ? message : `'${path.map(String).join('.')}': ${message}`,
        ),
      }
    },
  }
}

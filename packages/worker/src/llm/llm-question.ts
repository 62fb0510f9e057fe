import type { Json, JsonObject } from '@odp/dsl/plan'
import type { LlmRung } from './capability.js'
import type { LlmBudget, LlmUsage } from './llm-budget.js'

/**
 * One message of a conversation. What `system` says has authority; the others are material.
 *
 * @example
 * ```ts
 * import type { LlmMessage } from '@odp/worker/llm'
 *
 * const messages: LlmMessage[] = [{ role: 'system', content: 'Count the words.' }, { role: 'user', content: 'one two' }]
 * ```
 */
export interface LlmMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/**
 * Whether a value is the answer that was asked for: the answer as it is to be used, or what is wrong with it.
 *
 * @example
 * ```ts
 * import type { LlmCheck } from '@odp/worker/llm'
 *
 * const outcome: LlmCheck<number> = { problems: ["'count': expected a number"] }
 * ```
 */
export type LlmCheck<Value> = { readonly value: Value } | { readonly problems: readonly string[] }

/**
 * What a model is asked.
 *
 * @example
 * ```ts
 * import type { LlmQuestion } from '@odp/worker/llm'
 *
 * const question: LlmQuestion<string> = {
 *   name: 'title',
 *   messages: [{ role: 'system', content: 'Give the text a title.' }, { role: 'user', content: 'It rained.' }],
 *   schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
 *   check: (answer) => {
 *     const title = typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? answer.title : undefined
 *     return typeof title === 'string' ? { value: title } : { problems: ["'title' is missing"] }
 *   },
 * }
 * ```
 */
export interface LlmQuestion<Value> {
  /** Name of the answer, of letters, digits, `_` and `-`. */
  readonly name: string
  readonly messages: readonly LlmMessage[]
  /** JSON Schema of the answer, an object at its root. */
  readonly schema: JsonObject
  /** Has the last word, whatever the service promises. */
  check(answer: Json): LlmCheck<Value> | Promise<LlmCheck<Value>>
  /** Told every text that the model gives, whether it fits or not. */
  heard?(text: string): void
  /** Model or alias. Default: that of the settings. */
  readonly model?: string
  readonly budget?: LlmBudget
  readonly signal?: AbortSignal
  /** Tokens that the answer may have. Default 4,096. */
  readonly max_output_tokens?: number
  /** 0 to 2. Default: that of the service. */
  readonly temperature?: number
}

/**
 * What a model answered.
 *
 * @example
 * ```ts
 * import type { LlmAnswer } from '@odp/worker/llm'
 *
 * const describe = ({ model, rung, usage }: LlmAnswer<unknown>) => `${model} by ${rung}: ${usage.output_tokens} tokens`
 * ```
 */
export interface LlmAnswer<Value> {
  readonly value: Value
  /** The text as it came. */
  readonly text: string
  /** Name of the model at the service. */
  readonly model: string
  /** How it was asked in the end. */
  readonly rung: LlmRung
  /** What this question took, with all calls that were needed. */
  readonly usage: LlmUsage
}

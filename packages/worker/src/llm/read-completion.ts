import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import { LlmError, quoted } from './llm-error.js'

const CHARACTERS_PER_TOKEN = 4

/**
 * The text of a completion, or the arguments of the tool that had to be called. Nothing about its form is taken for granted: whoever wrote the service may
 * have left anything out.
 *
 * @throws LlmError where the model refused, was cut off or said nothing
 */
export function readCompletion(completion: unknown, model: string): string {
  const choice = firstOf(objectOf(completion).choices)
  const message = objectOf(choice.message)
  const reason = choice.finish_reason
  if (typeof message.refusal === 'string' && message.refusal !== '')
    throw new LlmError('llm_refused', `'${model}' refused: ${quoted(message.refusal)}`)
  if (reason === 'content_filter')
    throw new LlmError('llm_refused', `the filter of the service held back the answer of '${model}'`)
  if (reason === 'length') throw new LlmError('llm_truncated', `the answer of '${model}' is longer than it may be`)
  const text = writtenBy(message)
  if (text === '') throw new LlmError('llm_answer_invalid', `'${model}' answered nothing`, { retryable: true })
  return text
}

/** Tokens of a call: as the service counted them, else as many as the characters suggest. */
export function tokensOf(completion: unknown, expected_input: number): { input: number; output: number } {
  const answer = objectOf(completion)
  const usage = objectOf(answer.usage)
  const written = writtenBy(objectOf(firstOf(answer.choices).message)).length
  return {
    input: countOf(usage.prompt_tokens) ?? expected_input,
    output: countOf(usage.completion_tokens) ?? Math.ceil(written / CHARACTERS_PER_TOKEN),
  }
}

function writtenBy(message: JsonObject): string {
  const call = objectOf(firstOf(message.tool_calls).function)
  if (typeof call.arguments === 'string' && call.arguments !== '') return call.arguments
  return typeof message.content === 'string' ? message.content : ''
}

function countOf(value: Json | undefined): number | undefined {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : undefined
}

function firstOf(value: Json | undefined): JsonObject {
  return objectOf(Array.isArray(value) ? value[0] : undefined)
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value as Json) ? (value as JsonObject) : {}
}

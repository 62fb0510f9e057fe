import type { OpenAI } from 'openai'
import type { Capability } from './capability.js'
import type { LlmMessage, LlmQuestion } from './llm-question.js'
import { offeredSchema } from './strict-schema.js'

/** A question as `chat.completions` takes it, asked in one of the ways of the ladder. */
export function writeRequest<Value>(
  question: LlmQuestion<Value>,
  model: string,
  { rung }: Capability,
): OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming {
  const { name, temperature } = question
  const { schema, strict } = offeredSchema(question.schema)
  const messages = rung === 'text' ? withSchema(question.messages, JSON.stringify(schema)) : question.messages
  return {
    model,
    messages: messages.map((message) => ({ ...message })),
    ...(temperature === undefined ? {} : { temperature }),
    ...(rung === 'json_schema'
      ? { response_format: { type: 'json_schema', json_schema: { name, schema, strict } } }
      : {}),
    ...(rung === 'tool'
      ? {
          tools: [{ type: 'function', function: { name, description: 'Takes the answer.', parameters: schema } }],
          tool_choice: { type: 'function', function: { name } },
        }
      : {}),
  }
}

/** The schema stands with the instructions, never beside the material. */
function withSchema(messages: readonly LlmMessage[], schema: string): readonly LlmMessage[] {
  const asked = `Answer with one JSON object and nothing else. It has to fit this JSON Schema:\n${schema}`
  const [first, ...rest] = messages
  if (first?.role !== 'system') return [{ role: 'system', content: asked }, ...messages]
  return [{ role: 'system', content: `${first.content}\n\n${asked}` }, ...rest]
}

import type { FlowDefinition } from '@odp/dsl'
import type { Json } from '@odp/dsl/plan'
import type { LlmClient } from './llm-client.js'
import type { LlmQuestion } from './llm-question.js'
import { promptData } from './prompt-data.js'

/** A flow that has a prompt. */
export type RunnableFlow = Pick<FlowDefinition, 'id' | 'outputs' | 'model'> & { readonly prompt: string }

type Bounds = Pick<LlmQuestion<Json>, 'budget' | 'signal'>

/** Asks a model for the outputs of a flow. @throws LlmError */
export async function runFlow(client: LlmClient, flow: RunnableFlow, data: Json, bounds: Bounds): Promise<Json> {
  const { checkWithZod } = await import('./check-with-zod.js')
  const { value } = await client.ask({
    name: 'answer',
    messages: promptData(flow.prompt, data),
    ...checkWithZod(flow.outputs),
    ...bounds,
    ...(flow.model === undefined ? {} : { model: flow.model }),
  })
  return value
}

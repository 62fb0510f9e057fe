import type { FlowDefinition } from '@odp/dsl'
import type { Json, JsonObject, StepRequest } from '@odp/dsl/plan'
import type { LlmClient } from '../llm/llm-client.js'
import { StepError } from './step-error.js'

/** @throws StepError `connector_missing` */
export function llmOf(llm: LlmClient | undefined): LlmClient {
  if (llm !== undefined) return llm
  const message =
    "the step needs the connector 'llm', which this worker does not have; set OPENAI_API_KEY or OPENAI_BASE_URL for it"
  throw new StepError('connector_missing', message)
}

/** What a model is told may be kept by its service, so no secret is. */
export function withoutSecrets({ secrets = [] }: StepRequest): void {
  if (secrets.length === 0) return
  throw new StepError('method_input_invalid', 'an input reads a secret, and secrets are never sent to a language model')
}

/** @throws StepError `method_not_runnable` */
export function promptOf({ id, prompt }: FlowDefinition): string {
  if (prompt !== undefined) return prompt
  throw new StepError('method_not_runnable', `the catalog describes '${id}', but it has no prompt: give it \`prompt\``)
}

/** @throws StepError `method_input_invalid` */
export async function readFlowInputs(flow: FlowDefinition, inputs: JsonObject | undefined): Promise<Json> {
  const parsed = await flow.inputs.safeParseAsync(inputs ?? {})
  if (parsed.success) return parsed.data as Json
  const [problem] = parsed.error.issues
  const where = problem === undefined ? '' : `: '${problem.path.map(String).join('.')}': ${problem.message}`
  throw new StepError('method_input_invalid', `the inputs do not fit '${flow.id}'${where}`)
}

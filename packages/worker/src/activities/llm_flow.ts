import { describeAlternatives } from '@odp/dsl/plan'
import { LlmBudget } from '../llm/llm-budget.js'
import { llmCost } from '../llm/llm-client.js'
import { runFlow } from '../llm/run-flow.js'
import type { StepActivity } from './activity.js'
import { llmOf, promptOf, readFlowInputs, withoutSecrets } from './llm-step.js'
import { stepErrorOf } from './llm-step-error.js'
import { StepError } from './step-error.js'

const TOKENS = 200_000
/** Every way to ask, with a second try of one. */
const CALLS = 4

/** `llm_flow`: a prompt of the catalog, whose answer has to fit the outputs of the flow. */
export const llmFlow: StepActivity = {
  async run(request, context, { catalog, llm }) {
    withoutSecrets(request)
    const client = llmOf(llm)
    const id = String(request.config?.flow)
    const flow = catalog.flows.get(id)
    if (flow === undefined)
      throw new StepError(
        'unknown_method',
        `the worker does not know the flow '${id}'; ${describeAlternatives(id, [...catalog.flows.keys()])}`,
      )
    const prompt = promptOf(flow)
    const inputs = await readFlowInputs(flow, request.inputs)
    const budget = new LlmBudget({ calls: CALLS, tokens: flow.max_tokens ?? TOKENS })
    context.heartbeat({ asked: id })
    try {
      return await runFlow(client, { ...flow, prompt }, inputs, { budget, signal: context.signal })
    } catch (error) {
      throw stepErrorOf(error)
    } finally {
      context.charge?.(llmCost(budget.usage, client.settings))
    }
  },
  version({ config }, { catalog, llm }) {
    const flow = catalog.flows.get(String(config?.flow))
    return flow === undefined ? undefined : JSON.stringify([flow.prompt, flow.model ?? llm?.settings.model])
  },
}

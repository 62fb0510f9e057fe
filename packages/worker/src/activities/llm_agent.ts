import type { AgentDefinition } from '@odp/dsl'
import { describeAlternatives, isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import type { AgentNode } from '../llm/agent/agent-node.js'
import { LlmBudget } from '../llm/llm-budget.js'
import { llmCost } from '../llm/llm-client.js'
import type { StepActivity } from './activity.js'
import { llmOf, promptOf, readFlowInputs, withoutSecrets } from './llm-step.js'
import { stepErrorOf } from './llm-step-error.js'
import { StepError } from './step-error.js'

const TOKENS = 500_000
const ROUNDS = 3
/** Calls of one node in one round, with every way to ask. */
const CALLS_PER_NODE = 3

/** `llm_agent`: a graph of LangGraph whose nodes think in rounds and whose answer has to fit the outputs of the agent. */
export const llmAgent: StepActivity = {
  async run(request, context, { catalog, llm }) {
    withoutSecrets(request)
    const client = llmOf(llm)
    const config = objectOf(request.config?.agent_config)
    checkType(request.config?.agent_type)
    const id = String(config.graph_definition)
    const agent = catalog.agents.get(id)
    if (agent === undefined)
      throw new StepError(
        'unknown_method',
        `the worker does not know the agent '${id}'; ${describeAlternatives(id, [...catalog.agents.keys()])}`,
      )
    const prompt = promptOf(agent)
    const nodes = nodesOf(agent, config.nodes)
    const rounds = typeof config.max_iterations === 'number' ? config.max_iterations : ROUNDS
    const inputs = await readFlowInputs(agent, request.inputs)
    const calls = CALLS_PER_NODE * (nodes.length * rounds + 1)
    const budget = new LlmBudget({ calls, tokens: agent.max_tokens ?? TOKENS })
    try {
      const { runAgent } = await import('../llm/agent/run-agent.js')
      return await runAgent({
        client,
        agent: { ...agent, prompt },
        nodes,
        rounds,
        inputs,
        budget,
        context,
        step: request.step,
      })
    } catch (error) {
      throw stepErrorOf(error)
    } finally {
      context.charge?.(llmCost(budget.usage, client.settings))
    }
  },
  version({ config }, { catalog, llm }) {
    const { graph_definition } = objectOf(config?.agent_config)
    const agent = catalog.agents.get(String(graph_definition))
    return agent === undefined
      ? undefined
      : JSON.stringify([agent.prompt, agent.nodes, agent.model ?? llm?.settings.model])
  },
}

function checkType(type: Json | undefined): void {
  if (type === 'langgraph') return
  throw new StepError('method_not_runnable', `this worker runs agents of the type 'langgraph', not '${String(type)}'`)
}

/** The nodes of the catalog, with the models that the step gives them; without any there, those of the step. */
function nodesOf(agent: AgentDefinition, given: Json | undefined): readonly AgentNode[] {
  const asked = (Array.isArray(given) ? given : []).map((node) => {
    const { id, type, model } = objectOf(node)
    if (type !== 'llm')
      throw new StepError(
        'method_not_runnable',
        `node '${String(id)}' is of the type '${String(type)}'; this worker runs nodes of the type 'llm'`,
      )
    return { id: String(id), ...(typeof model === 'string' ? { model } : {}) }
  })
  const known: readonly AgentNode[] = agent.nodes ?? asked
  const strange = asked.find(({ id }) => !known.some((node) => node.id === id))
  if (strange !== undefined)
    throw new StepError(
      'unknown_method',
      `'${agent.id}' has no node '${strange.id}'; ${describeAlternatives(
        strange.id,
        known.map(({ id }) => id),
      )}`,
    )
  const nodes = known.map((node) => ({ ...node, ...asked.find(({ id }) => id === node.id) }))
  if (new Set(nodes.map(({ id }) => id)).size < nodes.length)
    throw new StepError('method_input_invalid', `two nodes of '${agent.id}' have the same id`)
  return nodes.length > 0 ? nodes : [{ id: 'think' }]
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

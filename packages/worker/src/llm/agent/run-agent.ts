import type { AgentDefinition } from '@odp/dsl'
import type { Json, JsonObject } from '@odp/dsl/plan'
import { z } from 'zod'
import type { StepContext } from '../../activities/activity.js'
import { StepError } from '../../activities/step-error.js'
import { checkWithZod } from '../check-with-zod.js'
import type { LlmBudget } from '../llm-budget.js'
import type { LlmClient } from '../llm-client.js'
import { promptData } from '../prompt-data.js'
import { runFlow } from '../run-flow.js'
import type { AgentNode } from './agent-node.js'
import { AgentTools } from './agent-tools.js'

/** All that a run of an agent depends on. */
export interface AgentRun {
  readonly client: LlmClient
  readonly agent: AgentDefinition & { readonly prompt: string }
  readonly nodes: readonly AgentNode[]
  /** Most rounds through the nodes. */
  readonly rounds: number
  readonly inputs: Json
  readonly budget: LlmBudget
  readonly context: StepContext
  readonly step: string
}

/** What the nodes know beside the inputs. */
interface Thoughts {
  readonly notes: readonly Json[]
  readonly round: number
  readonly is_finished: boolean
}

/**
 * Goes through the nodes, round by round, until the last one of a round says that it is enough or the rounds are used up; then the agent is asked for its
 * outputs. Nodes hand on notes, which are data like the inputs.
 *
 * @throws LlmError
 */
export async function runAgent(run: AgentRun): Promise<Json> {
  const { END, START, StateGraph, Annotation } = await langGraph()
  const state = Annotation.Root({
    notes: Annotation<readonly Json[]>({ reducer: (known, more) => [...known, ...more], default: () => [] }),
    round: Annotation<number>({ reducer: (_, next) => next, default: () => 1 }),
    is_finished: Annotation<boolean>({ reducer: (_, next) => next, default: () => false }),
    outputs: Annotation<Json>({ reducer: (_, next) => next, default: () => null }),
  })
  const tools = new AgentTools(run.agent.tools ?? [], run.context, run.step)
  // Names of nodes are made here: one of a document could be that of a key of the state.
  const names = run.nodes.map((_, index) => `node_${index}`)
  const first = names[0] ?? 'answer'
  const graph = new StateGraph<typeof state.spec, typeof state.State, typeof state.Update, string>(state)
  for (const [index, node] of run.nodes.entries()) {
    const isLast = index === run.nodes.length - 1
    graph.addNode(names[index] ?? '', async (thoughts: Thoughts) => {
      const { notes, is_finished } = await think(run, node, tools, thoughts)
      return isLast ? { notes, is_finished, round: thoughts.round + 1 } : { notes }
    })
    const next = names[index + 1]
    if (next !== undefined) graph.addEdge(names[index] ?? '', next)
    else
      graph.addConditionalEdges(
        names[index] ?? '',
        ({ round, is_finished }: Thoughts) => (is_finished || round > run.rounds ? 'answer' : first),
        ['answer', first],
      )
  }
  graph.addNode('answer', async ({ notes }: Thoughts) => {
    run.context.heartbeat({ node: 'answer' })
    const { agent, inputs, budget, context } = run
    return {
      outputs: await runFlow(run.client, agent, { inputs, notes: [...notes] }, { budget, signal: context.signal }),
    }
  })
  graph.addEdge(START, first)
  graph.addEdge('answer', END)
  const recursionLimit = run.nodes.length * run.rounds + 5
  const { outputs } = await graph.compile().invoke({}, { recursionLimit, signal: run.context.signal })
  return outputs
}

async function think(
  run: AgentRun,
  node: AgentNode,
  tools: AgentTools,
  thoughts: Thoughts,
): Promise<Pick<Thoughts, 'notes' | 'is_finished'>> {
  const { agent, budget, context, client, inputs } = run
  context.heartbeat({ node: node.id, round: thoughts.round })
  const call = z.strictObject({ tool: z.enum(tools.names), inputs: z.string().describe('JSON of the inputs.') })
  const type = z.strictObject({
    note: z.string().describe('What you found out, for the next node.'),
    is_finished: z.boolean().describe('Whether the notes are enough to answer.'),
    ...(tools.names.length === 0 ? {} : { call: z.nullable(call) }),
  })
  const about = tools.describe(
    (tool) => z.toJSONSchema(tool.inputs, { io: 'input', unrepresentable: 'any' }) as JsonObject,
  )
  const instructions = [
    `You are the node '${node.id}' of an agent whose task is: ${agent.prompt}`,
    ...(node.prompt === undefined ? [] : [node.prompt]),
    `Do not answer the task yet: write a note. This is round ${thoughts.round} of at most ${run.rounds}.`,
    ...(about === '' ? [] : [`You may have one of these tools called, or none (null):\n${about}`]),
  ].join('\n\n')
  const model = node.model ?? agent.model
  const { value } = await client.ask({
    name: 'note',
    messages: promptData(instructions, { inputs, notes: [...thoughts.notes] }),
    ...checkWithZod(type),
    budget,
    signal: context.signal,
    ...(model === undefined ? {} : { model }),
  })
  const answer = type.parse(value)
  const asked = 'call' in answer ? call.nullable().parse(answer.call) : null
  const notes: Json[] = [{ node: node.id, note: answer.note }]
  if (asked !== null) notes.push(await tools.call(asked))
  return { notes, is_finished: answer.is_finished }
}

async function langGraph(): Promise<typeof import('@langchain/langgraph')> {
  try {
    return await import('@langchain/langgraph')
  } catch (error) {
    throw new StepError(
      'method_not_runnable',
      'agents need the packages @langchain/langgraph and @langchain/core, which are not installed: npm install @langchain/langgraph @langchain/core',
      { cause: error },
    )
  }
}

import * as z from 'zod'
import { isJsonObject } from '../../json/json.js'
import { defineStep, requirement } from '../define-step.js'

/** Runs an agent graph on an OpenAI-compatible endpoint. */
export const llmAgent = defineStep({
  type: 'llm_agent',
  summary: 'Runs an agent graph.',
  keys: () => ({
    agent_type: z.string().min(1).describe('Kind of agent, such as `langgraph`.'),
    agent_config: z
      .strictObject({
        graph_definition: z.string().min(1).describe('Agent graph of the catalog.'),
        nodes: z
          .array(
            z.looseObject({
              id: z.string().min(1).describe('Name of the node in the graph.'),
              type: z.string().min(1).describe('Kind of node, such as `llm`.'),
              model: z.string().optional().describe('Model that the node asks.'),
            }),
          )
          .optional()
          .describe('Nodes of the graph with their models.'),
        max_iterations: z.int().min(1).max(1000).optional().describe('Most rounds through the graph.'),
      })
      .describe('The graph and its bounds.'),
  }),
  modes: ['direct'],
  run: 'activity',
  about: 'model',
  timeout_minutes: 30,
  requires: ({ agent_config }) =>
    isJsonObject(agent_config)
      ? requirement('agent', agent_config.graph_definition, ['agent_config', 'graph_definition'])
      : [],
  connector: () => ({
    connector: 'llm',
    hint: 'configure an OpenAI-compatible service: set `OPENAI_API_KEY` or `OPENAI_BASE_URL`',
    needs_code: true,
  }),
  example: {
    id: 'assess',
    type: 'llm_agent',
    agent_type: 'langgraph',
    agent_config: { graph_definition: 'behaviour_v2', max_iterations: 5 },
    inputs: { profile: { from: '{{collect.profile}}' } },
    outputs: { risk_score: 'risk_score' },
  },
})

import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'

/** Runs a registered prompt flow with structured output on an OpenAI-compatible endpoint. */
export const llmFlow = defineStep({
  type: 'llm_flow',
  summary: 'Runs a registered prompt flow with structured output.',
  keys: () => ({ flow: z.string().min(1).describe('Flow of the catalog.') }),
  modes: ['direct', 'api'],
  run: 'activity',
  about: 'model',
  timeout_minutes: 10,
  requires: (step) => requirement('flow', step.flow, ['flow']),
  connector: () => ({
    connector: 'llm',
    hint: 'configure an OpenAI-compatible service: set `OPENAI_API_KEY` or `OPENAI_BASE_URL`',
    needs_code: true,
  }),
  example: {
    id: 'summarise',
    type: 'llm_flow',
    flow: 'summary_v1',
    inputs: { texts: { from: '{{collect.posts[*].text}}' } },
    outputs: { summary: 'summary_text' },
  },
})

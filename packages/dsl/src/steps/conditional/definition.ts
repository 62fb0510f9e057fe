import * as z from 'zod'
import { defineStep } from '../define-step.js'

const branch = () =>
  z.strictObject({
    steps: z.array(z.json()).min(1).describe('Steps of the branch; their ids are global.'),
  })

/** Runs one of two branches. */
export const conditional = defineStep({
  type: 'conditional',
  summary: 'Runs one of two branches.',
  keys: () => ({
    condition: z
      .strictObject({ expression: z.string().min(1).describe('Expression that gives true or false.') })
      .describe('What decides.'),
    branches: z
      .strictObject({
        if_true: branch().optional().describe('What runs when the condition is true.'),
        if_false: branch().optional().describe('What runs when it is false.'),
      })
      .describe('The branches; the one that is not taken is skipped.'),
  }),
  modes: ['workflow_logic'],
  run: 'control',
  blocks: [
    { name: 'if_true', path: ['branches', 'if_true', 'steps'], scope: 'same' },
    { name: 'if_false', path: ['branches', 'if_false', 'steps'], scope: 'same' },
  ],
  strings: { 'condition.expression': 'expression' },
  outputs: () => ({
    type: 'object',
    properties: { branch: { type: 'string', enum: ['if_true', 'if_false'] } },
    required: ['branch'],
  }),
  example: {
    id: 'risky',
    type: 'conditional',
    condition: { expression: '{{assess.risk_score}} > 0.75' },
    branches: {
      if_true: {
        steps: [{ id: 'deep_dive', type: 'function', method: 'deep_search', outputs: { results: 'deep_results' } }],
      },
    },
  },
})

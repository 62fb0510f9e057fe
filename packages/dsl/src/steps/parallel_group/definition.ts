import * as z from 'zod'
import { defineStep } from '../define-step.js'

/** Runs its inner steps side by side. */
export const parallelGroup = defineStep({
  type: 'parallel_group',
  summary: 'Runs its steps side by side.',
  keys: () => ({
    steps: z.array(z.json()).min(1).describe('Steps of the group; their ids are global.'),
    parallel_config: z
      .strictObject({
        max_parallel: z.int().min(1).max(10000).optional().describe('Inner steps at a time. Default all.'),
      })
      .optional()
      .describe('Bounds of the group.'),
  }),
  modes: ['workflow_logic'],
  run: 'control',
  outputs_hold_steps: true,
  blocks: [{ name: 'steps', path: ['steps'], scope: 'same' }],
  example: {
    id: 'network',
    type: 'parallel_group',
    parallel_config: { max_parallel: 2 },
    steps: [
      { id: 'followers', type: 'function', method: 'list_followers', outputs: { followers: 'followers' } },
      { id: 'friends', type: 'function', method: 'list_friends', outputs: { friends: 'friends' } },
    ],
  },
})

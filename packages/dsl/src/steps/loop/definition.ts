import * as z from 'zod'
import { defineStep } from '../define-step.js'

/** Runs its inner steps once an item of a list, a bounded number of items at a time. */
export const loop = defineStep({
  type: 'loop',
  summary: 'Runs its steps once an item of a list.',
  keys: () => ({
    iterate_over: z
      .union([z.string().min(1), z.array(z.json())])
      .describe('The list: a template, or the items themselves.'),
    loop_variable: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'a loop variable is named like a step')
      .describe('Name under which the inner steps read the current item.'),
    steps: z.array(z.json()).min(1).describe('Steps that run once an item.'),
    max_parallel: z.int().min(1).max(10000).optional().describe('Items at a time. Default 10.'),
    batch_size: z
      .int()
      .min(1)
      .max(10000)
      .optional()
      .describe('Items in one call, where the inner method takes batches.'),
  }),
  modes: ['workflow_logic'],
  run: 'control',
  outputs_hold_steps: true,
  blocks: [{ name: 'steps', path: ['steps'], scope: 'item' }],
  strings: { loop_variable: 'literal' },
  outputs: () => ({
    type: 'object',
    properties: {
      items: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            status: { type: 'string', enum: ['completed', 'failed'] },
            error: { type: ['string', 'null'] },
            outputs: { type: 'object' },
          },
          required: ['status', 'error', 'outputs'],
        },
      },
      count: { type: 'integer' },
      failed: { type: 'integer' },
    },
    required: ['items', 'count', 'failed'],
  }),
  example: {
    id: 'others',
    type: 'loop',
    iterate_over: '{{input.sources}}',
    loop_variable: 'source',
    max_parallel: 5,
    steps: [
      {
        id: 'crawl',
        type: 'crawler',
        method: 'crawler_{{source.type}}',
        inputs: { target: { from: '{{source.id}}' } },
        outputs: { data: 'source_data' },
      },
    ],
  },
})

import { z } from 'zod'
import { defineStep } from '../define-step.js'

const check = z.strictObject({
  enabled: z.boolean().optional().describe('Whether the score counts. Default true.'),
  threshold: z.number().min(0).max(1).optional().describe('Lowest score that passes, 0 to 1. Default 0.5.'),
})

const scoreSchema = { type: 'number', minimum: 0, maximum: 1 }

/** Scores what the run produced and stops a run whose results are not good enough. */
export const validation = defineStep({
  type: 'validation',
  summary: 'Scores what the run produced.',
  keys: {
    checks: z
      .strictObject({
        relevance: check
          .optional()
          .describe('Share of the fields with a recognisable meaning whose content fits that meaning.'),
        completeness: check.optional().describe('Share of the required fields that are filled.'),
      })
      .describe('The scores and their thresholds.'),
    on_below: z
      .enum(['ask', 'fail', 'continue'])
      .optional()
      .describe('What happens below a threshold. Default `fail` in brave mode, `ask` in safe mode.'),
  },
  modes: ['direct'],
  run: 'activity',
  timeout_minutes: 5,
  strings: { on_below: 'literal' },
  subject: true,
  defaults: (step, document) => ({ on_below: step.on_below ?? (document.execution?.mode === 'safe' ? 'ask' : 'fail') }),
  outputs: () => ({
    type: 'object',
    properties: {
      passed: { type: 'boolean' },
      scores: {
        type: 'object',
        properties: { relevance: scoreSchema, completeness: scoreSchema },
      },
      problems: { type: 'array', items: { type: 'string' } },
    },
    required: ['passed', 'scores', 'problems'],
  }),
  example: {
    id: 'validate_results',
    type: 'validation',
    checks: { relevance: { enabled: true, threshold: 0.8 }, completeness: { enabled: true, threshold: 0.7 } },
    depends_on: ['collect'],
  },
})

import * as z from 'zod'
import { isJsonObject, type Json } from '../../json/json.js'
import { defineStep } from '../define-step.js'

const check = () =>
  z.strictObject({
    enabled: z.boolean().optional().describe('Whether the score counts. Default true.'),
    threshold: z.number().min(0).max(1).optional().describe('Lowest score that passes, 0 to 1. Default 0.5.'),
  })

const scoreSchema = { type: 'number', minimum: 0, maximum: 1 }

const DEFAULT_THRESHOLD = 0.5

function thresholdOf(checks: Json | undefined, name: string): number {
  const given = isJsonObject(checks) && isJsonObject(checks[name]) ? checks[name] : {}
  if (given.enabled === false) return 0
  return typeof given.threshold === 'number' ? given.threshold : DEFAULT_THRESHOLD
}

/** Scores what the run produced and stops a run whose results are not good enough. */
export const validation = defineStep({
  type: 'validation',
  summary: 'Scores what the run produced.',
  keys: () => ({
    checks: z
      .strictObject({
        relevance: check()
          .optional()
          .describe('Share of the fields with a recognisable meaning whose content fits that meaning.'),
        completeness: check().optional().describe('Share of the required fields that are filled.'),
      })
      .describe('The scores and their thresholds.'),
    on_below: z
      .enum(['ask', 'fail', 'continue'])
      .optional()
      .describe('What happens below a threshold. Default `fail` in brave mode, `ask` in safe mode.'),
  }),
  modes: ['direct'],
  run: 'activity',
  about: 'result',
  timeout_minutes: 5,
  strings: { on_below: 'literal' },
  subject: true,
  in_workflow: true,
  defaults: (step, document) => ({ on_below: step.on_below ?? (document.execution?.mode === 'safe' ? 'ask' : 'fail') }),
  outputs: ({ on_below, checks }) => {
    // One that stops the run below a threshold has passed whenever it returns.
    const hasPassed = on_below === 'fail' || on_below === 'ask'
    const score = (name: string) => (hasPassed ? { ...scoreSchema, minimum: thresholdOf(checks, name) } : scoreSchema)
    return {
      type: 'object',
      properties: {
        passed: { type: 'boolean', ...(hasPassed ? { const: true } : {}) },
        scores: { type: 'object', properties: { relevance: score('relevance'), completeness: score('completeness') } },
        problems: { type: 'array', items: { type: 'string' }, ...(hasPassed ? { maxItems: 0 } : {}) },
      },
      required: ['passed', 'scores', 'problems'],
    }
  },
  example: {
    id: 'validate_results',
    type: 'validation',
    checks: { relevance: { enabled: true, threshold: 0.8 }, completeness: { enabled: true, threshold: 0.7 } },
    depends_on: ['collect'],
  },
})

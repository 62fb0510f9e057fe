import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'

/** Runs a model: a BentoML service, or a registered TypeScript model in direct mode. */
export const mlModel = defineStep({
  type: 'ml_model',
  summary: 'Runs a machine-learning model on inputs.',
  keys: () => ({ model: z.string().min(1).describe('Model of the catalog; may hold templates.') }),
  modes: ['api', 'direct'],
  run: 'activity',
  about: 'model',
  timeout_minutes: 10,
  requires: (step) => requirement('model', step.model, ['model']),
  connector: (_step, mode) =>
    mode === 'api'
      ? {
          connector: 'bentoml',
          hint: 'configure the BentoML connector, or set `execution_mode: direct` for a model that is registered in TypeScript',
        }
      : undefined,
  example: {
    id: 'sentiment',
    type: 'ml_model',
    model: 'sentiment_analysis_v1',
    execution_mode: 'direct',
    inputs: { texts: { from: '{{collect.posts[*].text}}' } },
    outputs: { scores: 'sentiment_scores' },
  },
})

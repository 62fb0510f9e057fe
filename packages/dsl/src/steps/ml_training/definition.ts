import * as z from 'zod'
import { defineStep } from '../define-step.js'

/** Trains a model in a job of the data platform and waits for it. */
export const mlTraining = defineStep({
  type: 'ml_training',
  summary: 'Trains a model in a job of the data platform.',
  keys: () => ({
    training: z
      .strictObject({
        model_type: z.string().min(1).describe('Kind of model, such as `llm`.'),
        model: z.string().min(1).describe('Base model.'),
        method: z.string().min(1).describe('Training method, such as `sft + lora`.'),
        training_data: z
          .strictObject({ source: z.json().describe('Where the data is; it may hold templates.') })
          .describe('What to train on.'),
        experiment_name: z.string().min(1).describe('Experiment under which the run is recorded.'),
      })
      .describe('The training job.'),
  }),
  modes: ['orchestrator_delegation'],
  run: 'activity',
  about: 'platform',
  timeout_minutes: 30,
  connector: () => ({ connector: 'dagster', hint: 'configure the Dagster connector' }),
  outputs: () => ({ type: 'object', properties: { model_version: { type: 'string' } }, required: ['model_version'] }),
  example: {
    id: 'train',
    type: 'ml_training',
    training: {
      model_type: 'llm',
      model: 'qwen3-1.7b',
      method: 'sft + lora',
      training_data: { source: '{{wait.assets.silver.profiles}}' },
      experiment_name: 'custom_models',
    },
    outputs: { model_version: 'model_version' },
  },
})

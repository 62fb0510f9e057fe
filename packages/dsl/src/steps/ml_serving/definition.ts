import * as z from 'zod'
import { defineStep } from '../define-step.js'

/** Deploys a model as a service on Kubernetes and waits until it is ready. */
export const mlServing = defineStep({
  type: 'ml_serving',
  summary: 'Deploys a model as a service and waits until it is ready.',
  keys: () => ({
    model_uri: z.string().min(1).describe('Model to serve, such as `models:/name/3`.'),
    service_name: z.string().min(1).describe('Name of the service.'),
    model_version: z.string().optional().describe('Version of the model.'),
  }),
  modes: ['k8s'],
  run: 'activity',
  about: 'platform',
  timeout_minutes: 30,
  connector: () => ({ connector: 'kubernetes', hint: 'configure the Kubernetes connector' }),
  outputs: () => ({ type: 'object', properties: { service_url: { type: 'string' } }, required: ['service_url'] }),
  example: {
    id: 'serve',
    type: 'ml_serving',
    model_uri: 'models:/risk/{{train.model_version}}',
    service_name: 'risk_service',
    outputs: { service_url: 'risk_url' },
  },
})

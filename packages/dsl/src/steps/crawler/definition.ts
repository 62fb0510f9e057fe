import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'

/** Collects data from a source: an OpenFaaS function, or a registered TypeScript method in direct mode. */
export const crawler = defineStep({
  type: 'crawler',
  summary: 'Collects data from a source.',
  keys: () => ({ method: z.string().min(1).describe('Crawler of the catalog; may hold templates.') }),
  modes: ['api', 'direct'],
  run: 'activity',
  about: 'source',
  timeout_minutes: 10,
  cache_minutes: 15,
  requires: (step) => requirement('method', step.method, ['method']),
  connector: (_step, mode) =>
    mode === 'api'
      ? {
          connector: 'openfaas',
          hint: 'configure the OpenFaaS connector, or set `execution_mode: direct` for a method that is registered in TypeScript',
        }
      : undefined,
  example: {
    id: 'collect',
    type: 'crawler',
    method: 'crawler_github_profile',
    execution_mode: 'direct',
    inputs: { login: { from: '{{input.login}}' } },
    outputs: { profile: 'github_profile' },
  },
})

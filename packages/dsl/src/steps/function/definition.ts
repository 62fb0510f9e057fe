import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'

/** Calls a registered TypeScript function. */
export const functionStep = defineStep({
  type: 'function',
  summary: 'Calls a registered TypeScript function.',
  keys: () => ({ method: z.string().min(1).describe('Function of the catalog; may hold templates.') }),
  modes: ['direct'],
  run: 'activity',
  about: 'code',
  timeout_minutes: 5,
  requires: (step) => requirement('method', step.method, ['method']),
  example: {
    id: 'merge',
    type: 'function',
    method: 'merge_people',
    inputs: { people: { from: '{{collect.people}}' } },
    outputs: { merged: 'merged_people' },
  },
})

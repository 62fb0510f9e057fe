import * as z from 'zod'
import { defineStep, requirement } from '../define-step.js'

/** Materialises an asset of the data platform and waits for it. */
export const dataTransform = defineStep({
  type: 'data_transform',
  summary: 'Materialises an asset of the data platform.',
  keys: () => ({ asset: z.string().min(1).describe('Asset of the catalog.') }),
  modes: ['event_driven'],
  run: 'activity',
  about: 'platform',
  timeout_minutes: 30,
  requires: (step) => requirement('asset', step.asset, ['asset']),
  connector: () => ({ connector: 'dagster', hint: 'configure the Dagster connector' }),
  example: {
    id: 'transform',
    type: 'data_transform',
    asset: 'silver_profiles',
    inputs: { raw: { from: '{{collect.profile}}' } },
    outputs: { transformed: 'silver_profile_data' },
  },
})

import * as z from 'zod'
import type { Json } from '../../json/json.js'
import { hasTemplate } from '../../template/parse-template.js'
import { defineStep, requirement } from '../define-step.js'

const assetSchema = {
  type: 'object',
  properties: { location: { type: 'string' }, version: { type: 'integer' }, rows: { type: 'integer' } },
  required: ['location', 'version', 'rows'],
  additionalProperties: true,
}

function namesOf(assets: Json | undefined): string[] {
  return Array.isArray(assets) ? assets.filter((name) => typeof name === 'string') : []
}

/** Waits until every named asset of the data platform is new enough. */
export const waitForAsset = defineStep({
  type: 'wait_for_asset',
  summary: 'Waits until assets of the data platform are new enough.',
  keys: () => ({
    assets: z.array(z.string().min(1)).min(1).describe('Names of the assets, such as `silver.profiles`.'),
    poll_interval_seconds: z.number().positive().max(3600).optional().describe('Seconds between two looks. Default 5.'),
  }),
  modes: ['polling'],
  run: 'activity',
  about: 'platform',
  timeout_minutes: 30,
  requires: ({ assets }) =>
    Array.isArray(assets) ? assets.flatMap((id, index) => requirement('asset', id, ['assets', index])) : [],
  connector: () => ({ connector: 'dagster', hint: 'configure the Dagster and Delta Lake connectors' }),
  outputs: (step) => {
    const names = namesOf(step.assets)
    const fixed = names.filter((name) => !hasTemplate(name))
    const assets = {
      type: 'object',
      properties: Object.fromEntries(fixed.map((name) => [name, assetSchema])),
      required: fixed,
      // The others get their names at run time.
      ...(fixed.length === names.length ? {} : { additionalProperties: assetSchema }),
    }
    return { type: 'object', properties: { assets }, required: ['assets'] }
  },
  example: {
    id: 'wait',
    type: 'wait_for_asset',
    assets: ['silver.profiles'],
    timeout_minutes: 10,
    poll_interval_seconds: 5,
  },
})

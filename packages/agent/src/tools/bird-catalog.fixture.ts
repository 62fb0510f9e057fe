import type { CatalogDocument } from '@odp/dsl'

/** Three methods that lead from a place to a report, and an asset. */
export const BIRD_CATALOG: CatalogDocument = {
  types: [
    { id: 'PlaceName', parents: [] },
    { id: 'Bird', parents: [] },
  ],
  methods: [
    {
      id: 'find_birds',
      step_type: 'crawler',
      summary: 'Finds the birds of a place.',
      estimate: { cost_units: 2, duration_seconds: 30 },
      inputs: {
        type: 'object',
        properties: { place: { type: 'string', 'x-odp-type': 'PlaceName' }, limit: { type: 'integer' } },
        required: ['place'],
      },
      outputs: {
        type: 'object',
        properties: { birds: { type: 'array', items: { type: 'object', 'x-odp-type': 'Bird' } } },
        required: ['birds'],
      },
    },
    {
      id: 'count_birds',
      step_type: 'function',
      summary: 'Counts birds.',
      estimate: { cost_units: 1, duration_seconds: 1 },
      inputs: {
        type: 'object',
        properties: { birds: { type: 'array', items: { type: 'object', 'x-odp-type': 'Bird' } } },
        required: ['birds'],
      },
      outputs: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
    },
  ],
  assets: [{ id: 'silver.birds', summary: 'Table of birds.' }],
}

/** A pipeline for it with three mistakes: a number as version, a key and a field that do not exist. */
export const BROKEN = `version: 1.0
pipeline_id: birds
name: Birds
workspace_id: acme
project_id: nature
input_schema: { type: object, properties: { place: { type: string } }, required: [place] }
steps:
  - id: find   # the birds of a place
    type: crawler
    metod: find_birds
    execution_mode: direct
    inputs: { place: { from: "{{input.place}}" } }
    outputs: { birds: found }
  - id: count
    type: function
    method: count_birds
    execution_mode: direct
    inputs: { birds: { from: "{{find.brids}}" } }
    outputs: { count: how_many }
`

/** The same without mistakes. */
export const BIRDS = BROKEN.replace('version: 1.0', 'version: "1.0"')
  .replace('metod', 'method')
  .replace('brids', 'birds')

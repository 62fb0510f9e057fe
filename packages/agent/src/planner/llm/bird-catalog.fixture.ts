import type { CatalogDocument } from '@odp/dsl'

const port = (type: string, more = {}) => ({ type: 'string', 'x-odp-type': type, ...more })
const object = (properties: object, required = Object.keys(properties)) => ({ type: 'object', properties, required })

/** A small catalog that no planner knows. */
export const BIRDS = {
  version: '1.0',
  types: [
    { id: 'text', parents: [] },
    { id: 'bird_name', parents: ['text'] },
    { id: 'ring_number', parents: ['text'] },
    { id: 'place', parents: ['text'] },
  ],
  methods: [
    {
      id: 'find_bird',
      step_type: 'function',
      summary: 'Finds a bird by its name.',
      inputs: object({ name: port('bird_name') }),
      outputs: object({ ring: port('ring_number'), habitat: port('place') }),
      estimate: { cost_units: 2, duration_seconds: 3 },
    },
    {
      id: 'track_ring',
      step_type: 'function',
      summary: 'Tracks a ring over the years and gives its sightings.',
      inputs: object({ ring: port('ring_number') }),
      outputs: object({ sightings: { type: 'array', items: object({ where: port('place') }) } }),
      estimate: { cost_units: 5, duration_seconds: 3 },
    },
    {
      id: 'weather_at',
      step_type: 'function',
      summary: 'Gives the weather at a place.',
      inputs: object({ place: port('place') }),
      outputs: object({ report: port('text') }),
      estimate: { cost_units: 1, duration_seconds: 3 },
    },
  ],
  report_templates: [
    {
      id: 'bird_report',
      step_type: 'output',
      'x-format': 'pdf_report',
      summary: 'A report about a bird.',
      inputs: object({ sightings: { type: 'array' } }),
      outputs: object({}, []),
    },
  ],
} as unknown as CatalogDocument

type Value = { kind: string; value: string }

export const text = (value: string): Value => ({ kind: 'text', value })
export const ref = (value: string): Value => ({ kind: 'ref', value })

/** A step as a model gives it, with every key. */
export function answerStep(id: string, uses: string, inputs: Record<string, Value | Value[]>, more: object = {}) {
  return {
    id,
    uses,
    because: 'asked',
    inputs: Object.entries(inputs).map(([name, values]) => ({ name, values: [values].flat() })),
    settings: [],
    for_each: null,
    when: null,
    after: [],
    fallback_of: null,
    send_to: null,
    ...more,
  }
}

/** A plan as a model gives it. */
export function answer(steps: readonly object[], more: object = {}) {
  return { steps, question: null, missing: null, unused_words: [], ...more }
}

export const FIND = answerStep('find', 'function:find_bird', { name: text('Ada') })
export const TRACK = answerStep('track', 'function:track_ring', { ring: ref('find.ring') })
export const GOOD = answer([FIND, TRACK])
export const REQUEST = 'Find the bird Ada and track its ring'
export const CONTEXT = { workspace_id: 'w', project_id: 'p', allowed_webhook_hosts: ['hooks.good.example'] }

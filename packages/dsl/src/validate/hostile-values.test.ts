import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineCatalog } from '../catalog/define-catalog.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { checkPipeline } from './validate-pipeline.js'

/** Values that break code which turns what it is given into text, or follows a prototype. */
const hostile = fc.constantFrom<Json>(
  null,
  [],
  {},
  [null],
  { toString: 1 },
  [{ toString: 1, valueOf: null }],
  JSON.parse('{"__proto__": {"steps": []}}') as Json,
  { constructor: { prototype: {} } },
  { from: { from: 1 }, or: null },
  '{{',
  '{{constructor.__proto__}}',
  '{{__proto__[*].x}}',
  -0,
)

interface Place {
  readonly holder: Record<string, Json> | Json[]
  readonly key: string | number
}

function placesIn(value: Json): Place[] {
  if (Array.isArray(value)) return value.flatMap((item, key) => [{ holder: value, key }, ...placesIn(item)])
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [{ holder: value, key }, ...placesIn(item)])
}

test('no value at any place of a document makes the checker throw', () => {
  const examples = Object.values(STEP_DEFINITIONS).map((definition) => definition.example)
  const extras = {
    depends_on: ['collect'],
    on_error: { fallback_step: 'other', continue_on_failure: true },
    on_success: { routes: [{ match: { expression: 'true' }, steps: ['other'] }] },
    check: [{ not_exists: 'a', run: 'other' }],
    retry_policy: { max_attempts: 2 },
    inputs: { a: { or: ['{{collect.a}}'], default: 1 } },
    outputs: { a: 'b' },
    output_schema: { type: 'object', properties: { a: { type: 'string' } } },
    cache: { ttl_minutes: 1 },
    resources: { gpu: 1 },
  }
  const catalog = defineCatalog({ methods: [], models: [], flows: [], agents: [], assets: [], report_templates: [] })
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.nat(),
      fc.nat(),
      hostile,
      hostile,
      (example, first, second, one, two) => {
        const step = structuredClone({ ...extras, ...(example as Record<string, Json>) })
        const document = {
          version: '1.0',
          pipeline_id: 'p',
          workspace_id: 'w',
          project_id: 'q',
          execution: {},
          replay: {},
          input_schema: {},
          steps: [step],
        }
        for (const [number, value] of [
          [first, one],
          [second, two],
        ] as const) {
          const places = placesIn(document as unknown as Json)
          const place = places[number % places.length]
          if (place !== undefined)
            Object.defineProperty(place.holder, place.key, {
              value: JSON.parse(JSON.stringify(value)),
              enumerable: true,
              writable: true,
              configurable: true,
            })
        }
        const { report } = checkPipeline(document as unknown as PipelineDocument, {
          catalog,
          installation: { connectors: [] },
        })
        expect(typeof report.valid).toBe('boolean')
        expect(Object.hasOwn(Object.prototype, 'steps')).toBe(false)
      },
    ),
    { numRuns: 3000 },
  )
})

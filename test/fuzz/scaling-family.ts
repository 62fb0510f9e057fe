import type { CatalogDocument, Json, JsonObject, PipelineDocument } from '@odp/dsl'

/** A document that grows in one direction, and what it is checked against. */
interface ScalingDocument {
  readonly document: PipelineDocument
  readonly catalog?: CatalogDocument
}

/** A way in which documents grow. */
export interface ScalingFamily {
  readonly name: string
  /** The size at which the text has about 1 MB, or the most that the language allows. */
  readonly largest: number
  make(size: number): ScalingDocument
}

export const OBJECT: JsonObject = {
  type: 'object',
  properties: {
    posts: {
      type: 'array',
      items: { type: 'object', properties: { text: { type: 'string' }, likes: { type: 'integer' } } },
    },
    total: { type: 'number' },
  },
}

export const CATALOG: CatalogDocument = {
  methods: [
    {
      id: 'm',
      step_type: 'function',
      inputs: { type: 'object', additionalProperties: true },
      outputs: OBJECT,
      estimate: { cost_units: 1, duration_seconds: 2 },
    },
  ],
} as unknown as CatalogDocument

export function documentOf(steps: readonly Json[], more: JsonObject = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

export function step(id: string, more: JsonObject = {}): JsonObject {
  return { id, type: 'function', method: 'm', ...more }
}

export function times<Item>(size: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: size }, (_, index) => make(index))
}

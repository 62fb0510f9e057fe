import type { JsonSchema } from '@odp/dsl/plan'

const anything: JsonSchema = true
const count: JsonSchema = { type: 'integer', minimum: 0 }
const seconds: JsonSchema = { type: 'number', minimum: 0 }

function byName(entry: JsonSchema): JsonSchema {
  return { type: 'object', additionalProperties: entry }
}

function strict(properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false }
}

const expectation = strict({
  validation: strict({
    valid: { type: 'boolean' },
    diagnostics: {
      type: 'array',
      items: strict({
        level: { enum: [1, 2, 3, 4] },
        severity: { enum: ['error', 'warning'] },
        line: count,
        column: count,
        contains: { type: 'string' },
      }),
    },
  }),
  status: { enum: ['completed', 'failed', 'cancelled', 'invalid'] },
  steps: byName({ enum: ['completed', 'failed', 'skipped', 'cancelled'] }),
  calls: byName(count),
  inputs: byName({ type: 'object' }),
  outputs: byName(anything),
  errors: byName({ type: 'string' }),
  order: { type: 'array', items: { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 2 } },
  max_concurrent: byName(count),
  artifacts: { type: 'array', items: { type: 'string' } },
  events: { type: 'array', items: { type: 'string' } },
})

/** JSON Schema of a case file. */
export const CASE_SCHEMA: JsonSchema = strict(
  {
    name: { type: 'string', minLength: 1 },
    pipeline: { type: 'string' },
    input: { type: 'object' },
    catalog: { type: 'object' },
    mocks: byName({
      type: 'array',
      items: strict({
        outputs: anything,
        error: strict({ message: { type: 'string' }, retryable: { type: 'boolean' } }, ['message']),
        seconds,
      }),
    }),
    limits: strict({ max_wait_seconds: seconds }),
    actions: {
      type: 'array',
      items: { type: 'object', properties: { at_seconds: seconds }, required: ['at_seconds'], maxProperties: 2 },
    },
    secrets: byName({ type: 'string' }),
    quota: anything,
    replay_of: anything,
    cache: { type: 'boolean' },
    expect: expectation,
  },
  ['name', 'pipeline', 'expect'],
)

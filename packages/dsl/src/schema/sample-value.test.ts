import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Json, JsonObject } from '../json/json.js'
import { checkValue } from './check-value.js'
import type { JsonSchema } from './json-schema.js'
import { sampleValue } from './sample-value.js'

const sample = (schema: JsonSchema, seed: string | number = 1): Json => sampleValue(schema, { seed })
const named = (name: string, schema: JsonSchema = { type: 'string' }): Json =>
  (sample({ type: 'object', properties: { [name]: schema } }) as JsonObject)[name] as Json

describe('sampleValue', () => {
  test.each<[string, RegExp]>([
    ['email', /^[\w.]+@example\.(org|com|net)$/],
    ['avatar_url', /^https:\/\/example\.\w+\/images\/\d+\.jpg$/],
    ['website', /^https:\/\/example\./],
    ['posted_at', /^2026-01-\d\dT\d\d:00:00Z$/],
    ['full_name', /^[A-Z]\w+ [A-Z]\w+$/],
    ['username', /^[\w.]+$/],
    ['user_id', /^example-\d{4}$/],
    ['bio', / /],
  ])('%s looks like one', (name, pattern) => {
    expect(named(name)).toMatch(pattern)
  })

  test('the semantic type and the format say more than the name', () => {
    expect(named('x', { type: 'string', 'x-odp-type': 'EmailAddress' })).toMatch(/@example/)
    expect(named('x', { type: 'string', format: 'uuid' })).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    )
    expect(named('score', { type: 'number' })).toBeLessThan(1)
    expect(named('followers_count', { type: 'integer' })).toBeGreaterThan(0)
  })

  test('lists have one to three items, and nothing is null that can be something', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const value = sample({ type: 'array', items: { type: ['null', 'string'] } }, seed) as Json[]
      expect(value.length).toBeGreaterThan(0)
      expect(value.length).toBeLessThan(4)
      expect(value).not.toContain(null)
    }
  })

  test('is the same for the same seed and differs between seeds', () => {
    const schema = { type: 'object', properties: { email: { type: 'string' }, n: { type: 'integer' } } }
    expect(sample(schema, 'a')).toEqual(sample(schema, 'a'))
    expect(new Set([1, 2, 3, 4, 5].map((seed) => JSON.stringify(sample(schema, seed)))).size).toBeGreaterThan(1)
  })

  test.each<[string, JsonSchema]>([
    [
      'exactly one of',
      {
        oneOf: [
          { type: 'number', multipleOf: 5 },
          { type: 'number', multipleOf: 3 },
        ],
      },
    ],
    ['not', { type: 'integer', not: { minimum: 10 } }],
    ['contains', { type: 'array', items: { type: 'integer' }, contains: { const: 7 }, minContains: 2 }],
    ['unique', { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 }],
    [
      'names by pattern',
      {
        type: 'object',
        patternProperties: { '^x-[a-z]+$': { type: 'boolean' } },
        additionalProperties: false,
        minProperties: 2,
      },
    ],
    ['named by rule', { type: 'object', propertyNames: { pattern: '^[A-Z]{3}$' }, minProperties: 2 }],
    ['together', { type: 'object', properties: { a: {}, b: {} }, required: ['a'], dependentRequired: { a: ['b'] } }],
    ['a long text', { type: 'string', minLength: 300 }],
    ['a small range', { type: 'number', exclusiveMinimum: 0.001, exclusiveMaximum: 0.002 }],
    ['a far range', { type: 'integer', minimum: 1_000_000 }],
    [
      'a recursive schema',
      { type: 'object', required: ['kids'], properties: { kids: { type: 'array', items: { $ref: '#' } } } },
    ],
    ['nothing is said', {}],
    ['an object, nothing more', { type: 'object' }],
  ])('fits: %s', (_name, schema) => {
    for (let seed = 0; seed < 20; seed += 1) expect(checkValue(schema, sample(schema, seed))).toEqual([])
  })

  test('fits what Zod writes', () => {
    const schema = z.toJSONSchema(
      z.object({
        id: z.uuid(),
        mail: z.email(),
        when: z.iso.datetime(),
        kind: z.discriminatedUnion('type', [
          z.object({ type: z.literal('a'), n: z.int().positive() }),
          z.object({ type: z.literal('b'), tags: z.array(z.string().min(3)).nonempty() }),
        ]),
        scores: z.record(z.string().regex(/^[a-z]{3}$/), z.number().min(0).max(1)),
        code: z.string().regex(/^[A-Z]{2}\d{3,5}$/),
      }),
    ) as JsonObject
    for (let seed = 0; seed < 20; seed += 1) expect(checkValue(schema, sample(schema, seed))).toEqual([])
  })

  test('a value can be chosen', () => {
    const schema = { type: 'object', properties: { list: { type: 'array', items: { type: 'integer' }, minItems: 1 } } }
    const value = sampleValue(schema, { seed: 1, choose: ({ path }) => (path.at(-1) === 0 ? 42 : undefined) })
    expect(value).toMatchObject({ list: expect.arrayContaining([42]) })
  })

  test('a schema without values ends', () => {
    expect(sample(false)).toBeDefined()
    expect(sample({ type: 'object', required: ['a'], properties: { a: { $ref: '#' } } })).toBeDefined()
    expect(sample({ $ref: '#' })).toBeDefined()
    expect(JSON.stringify(sample({ type: 'array', minItems: 1e9 })).length).toBeLessThan(1e6)
  })
})

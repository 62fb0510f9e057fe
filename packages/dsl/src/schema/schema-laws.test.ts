import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { resolvePath } from '../template/resolve-path.js'
import type { PathSegment } from '../template/template.js'
import { arrayOf, unionSchema } from './build-schema.js'
import { checkValue } from './check-value.js'
import { schemaFits } from './fits.js'
import type { JsonSchema } from './json-schema.js'
import { sampleValue } from './sample-value.js'
import { schemaAt } from './schema-at.js'
import { schemaProblems } from './schema-problems.js'

const name = fc.constantFrom('a', 'b', 'c', 'toString')
const smallNumber = fc.constantFrom(-1, 0, 1, 2, 3, 0.5, 2.5)
const count = fc.integer({ min: 0, max: 3 })
const pattern = fc.constantFrom('^a', 'b$', '^[abc]*$', '\\d', '^.{2}$')
const text = fc.constantFrom('', 'a', 'ab', 'abc', '😀', '1')

const { json: arbitraryJson } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), smallNumber, text),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 3 }),
  ),
}))

const type = fc.constantFrom('string', 'number', 'integer', 'boolean', 'object', 'array', 'null')
const reference = fc.constantFrom('#', '#/$defs/leaf', '#/$defs/list')

/** Made from entries, because an object literal with a member `then` looks like a promise to a linter. */
function conditional(test: JsonSchema, yes: JsonSchema, no: JsonSchema): JsonObject {
  return Object.fromEntries([
    ['if', test],
    ['then', yes],
    ['else', no],
  ])
}

const { schema: arbitraryPart } = fc.letrec<{ schema: JsonSchema; object: JsonSchema }>((tie) => ({
  schema: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.boolean(), tie('object')),
  object: fc
    .tuple(
      fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }, { requiredKeys: [] }),
      fc.array(
        fc.oneof(
          fc.record({ enum: fc.array(arbitraryJson, { minLength: 1, maxLength: 3 }) }),
          fc.record({ const: arbitraryJson }),
          fc.record({ $ref: reference }),
          fc.record(
            {
              minimum: smallNumber,
              maximum: smallNumber,
              exclusiveMinimum: smallNumber,
              exclusiveMaximum: smallNumber,
            },
            { requiredKeys: [] },
          ),
          fc.record({ multipleOf: fc.constantFrom(1, 2, 0.5) }),
          fc.record({ minLength: count, maxLength: count, pattern }, { requiredKeys: [] }),
          fc.record(
            { items: tie('schema'), prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) },
            { requiredKeys: [] },
          ),
          fc.record({ minItems: count, maxItems: count, uniqueItems: fc.boolean() }, { requiredKeys: [] }),
          fc.record(
            { contains: tie('schema'), minContains: count, maxContains: count },
            { requiredKeys: ['contains'] },
          ),
          fc.record(
            {
              properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
              required: fc.uniqueArray(name, { maxLength: 2 }),
              additionalProperties: tie('schema'),
              patternProperties: fc.dictionary(pattern, tie('schema'), { maxKeys: 1 }),
            },
            { requiredKeys: [] },
          ),
          fc.record({ propertyNames: tie('schema'), minProperties: count, maxProperties: count }, { requiredKeys: [] }),
          fc.record({ dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 1 }) }),
          fc.record({ dependentSchemas: fc.dictionary(name, tie('schema'), { maxKeys: 1 }) }),
          fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
          fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
          fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
          fc.record({ not: tie('schema') }),
          fc
            .tuple(tie('schema'), tie('schema'), tie('schema'))
            .map(([first, second, third]) => conditional(first, second, third)),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([head, parts]) => Object.assign({}, head, ...parts) as JsonObject),
}))

/** `#` only below a member, so that every reference makes progress (the other implementation does not end otherwise). */
const arbitrarySchema: fc.Arbitrary<JsonSchema> = arbitraryPart.map((schema) => {
  if (typeof schema === 'boolean') return schema
  return {
    ...schema,
    $defs: { leaf: { type: ['string', 'integer'] }, list: { type: 'array', items: { $ref: '#/$defs/leaf' } } },
  }
})

describe('laws', () => {
  test('checkValue agrees with another implementation', () => {
    let fitting = 0
    let cases = 0
    fc.assert(
      fc.property(arbitrarySchema, arbitraryJson, (schema, value) => {
        let expected: boolean
        try {
          expected = new Validator(schema as object, '2020-12').validate(value).valid
        } catch (error) {
          if (error instanceof RangeError) return fc.pre(false)
          throw error
        }
        cases += 1
        if (expected) fitting += 1
        expect(checkValue(schema, value).length === 0).toBe(expected)
      }),
      { numRuns: 5000 },
    )
    expect(fitting / cases).toBeGreaterThan(0.1)
    expect(fitting / cases).toBeLessThan(0.9)
  })

  test('every generated schema is understood', () => {
    fc.assert(
      fc.property(arbitrarySchema, (schema) => {
        expect(schemaProblems(schema)).toEqual([])
      }),
    )
  })

  test('keywords with any operand never make the check throw', () => {
    const keywords = fc.constantFrom(
      'type',
      'enum',
      '$ref',
      'allOf',
      'anyOf',
      'oneOf',
      'not',
      'if',
      'then',
      'items',
      'prefixItems',
      'contains',
      'minContains',
      'uniqueItems',
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'propertyNames',
      'dependentRequired',
      'dependentSchemas',
      'pattern',
      'minLength',
      'multipleOf',
      '__proto__',
    )
    const operand = fc.oneof(fc.jsonValue() as fc.Arbitrary<Json>, arbitrarySchema)
    fc.assert(
      fc.property(fc.dictionary(keywords, operand, { maxKeys: 6 }), arbitraryJson, (schema, value) => {
        schemaProblems(schema)
        checkValue(schema, value)
      }),
    )
  })
})

const bounds = fc
  .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

/** Schemas of the everyday kind that have values, and that say nothing about fields they do not name. */
const { value: satisfiable } = fc.letrec<{ value: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonObject>(
      { type: 'null' },
      { type: 'boolean' },
      { type: 'string' },
      { type: 'number' },
      { type: 'integer' },
    ),
    fc.constantFrom<JsonObject>(
      { type: ['string', 'null'] },
      { type: ['integer', 'string'] },
      { $ref: '#/$defs/leaf' },
      { $ref: '#/$defs/tree' },
    ),
    bounds.map(([minLength, maxLength]): JsonObject => ({ type: 'string', minLength, maxLength })),
    fc
      .constantFrom('^[a-z]{2,5}$', '\\d+', '^(ab|cd)*x$', '^[A-Z]{2}-\\d{4}$')
      .map((source): JsonObject => ({ type: 'string', pattern: source })),
    bounds.map(([minimum, maximum]): JsonObject => ({ type: 'number', minimum, maximum })),
    bounds.map(
      ([low, high]): JsonObject => ({ type: 'integer', exclusiveMinimum: low - 1, exclusiveMaximum: high + 1 }),
    ),
    fc.constantFrom(0.1, 3, 250).map((multipleOf): JsonObject => ({ type: 'number', multipleOf })),
    fc.array(arbitraryJson, { minLength: 1, maxLength: 3 }).map((values): JsonObject => ({ enum: values })),
    fc
      .tuple(tie('value'), bounds)
      .map(([items, [minItems, maxItems]]): JsonObject => ({ type: 'array', items, minItems, maxItems: maxItems + 1 })),
    tie('value').map((items): JsonObject => ({ type: 'array', items })),
    fc
      .tuple(tie('value'), tie('value'))
      .map(([first, items]): JsonObject => ({ type: 'array', prefixItems: [first], items })),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('a', 'b', 'a.b', 'b.a', 'c'), tie('value'), { minKeys: 1, maxKeys: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
      )
      .map(
        ([properties, flags, closed]): JsonObject => ({
          type: 'object',
          properties,
          required: Object.keys(properties).filter((_name, index) => flags[index]),
          ...(closed ? { additionalProperties: false } : {}),
        }),
      ),
    tie('value').map((additionalProperties): JsonObject => ({ type: 'object', additionalProperties })),
    fc.tuple(tie('value'), tie('value')).map((branches): JsonObject => ({ anyOf: branches })),
    tie('value').map((part): JsonObject => ({ allOf: [part, { title: 'x' }] })),
  ),
}))

const withDefinitions = satisfiable.map(
  (schema): JsonObject => ({
    ...schema,
    $defs: {
      leaf: { type: 'string' },
      tree: {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'integer' }, b: { type: 'array', items: { $ref: '#/$defs/tree' } } },
      },
    },
  }),
)
const seed = fc.integer({ min: 0, max: 1000 })

const segment: fc.Arbitrary<PathSegment> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('a', 'b', 'c').map((field): PathSegment => ({ kind: 'field', name: field })),
  },
  fc.constantFrom('a', 'a.b').map((key): PathSegment => ({ kind: 'key', name: key })),
  fc.constantFrom(0, 1, 4).map((index): PathSegment => ({ kind: 'index', index })),
  { weight: 2, arbitrary: fc.constant<PathSegment>({ kind: 'splat' }) },
)

describe('laws of schemas that have values', () => {
  test('a sample fits its schema, and is the same for the same seed', () => {
    fc.assert(
      fc.property(withDefinitions, seed, (schema, chosen) => {
        const value = sampleValue(schema, { seed: chosen })
        expect(checkValue(schema, value)).toEqual([])
        expect(sampleValue(schema, { seed: chosen })).toEqual(value)
      }),
      { numRuns: 1500 },
    )
  })

  test('what a path finds in a value is what schemaAt says of the path', () => {
    const seen = { known: 0, unknown: 0, missing: 0, found: 0 }
    fc.assert(
      fc.property(
        withDefinitions,
        fc.array(segment, { minLength: 1, maxLength: 4 }),
        seed,
        (schema, segments, chosen) => {
          const lookup = schemaAt(schema, segments)
          const value = sampleValue(schema, { seed: chosen })
          const read = resolvePath({ root: 'x', segments, text: 'x' }, { read: () => ({ kind: 'value', value }) })
          seen[lookup.kind] += 1
          if (read.kind === 'value') {
            seen.found += 1
            if (lookup.kind === 'missing') expect(JSON.stringify(read.value)).toMatch(/^[[\],]*$/)
            if (lookup.kind === 'known') expect(checkValue(lookup.schema, read.value)).toEqual([])
          } else if (lookup.kind === 'known') expect(lookup.optional).toBe(true)
        },
      ),
      { numRuns: 6000 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50)
  })

  test('what fits, fits in every sample, and what does not, in none', () => {
    const seen = { yes: 0, no: 0, unknown: 0 }
    fc.assert(
      fc.property(
        withDefinitions,
        withDefinitions,
        fc.boolean(),
        fc.array(seed, { minLength: 5, maxLength: 5 }),
        (source, other, same, seeds) => {
          const target = same ? source : other
          const { fits } = schemaFits(source, target)
          seen[fits] += 1
          for (const each of seeds) {
            const value = sampleValue(source, { seed: each })
            const problems = checkValue(target, value)
            if (fits === 'yes') expect(problems).toEqual([])
            if (fits === 'no' && !JSON.stringify(value).includes('[]')) expect(problems).not.toEqual([])
          }
        },
      ),
      { numRuns: 3000 },
    )
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50)
  })

  test('a union takes what either takes, and a list takes lists of it', () => {
    fc.assert(
      fc.property(withDefinitions, withDefinitions, seed, (first, second, chosen) => {
        const values = [sampleValue(first, { seed: chosen }), sampleValue(second, { seed: chosen })]
        const either = unionSchema(first, second)
        expect(values.flatMap((value) => checkValue(either, value))).toEqual([])
        expect(checkValue(arrayOf(either), values)).toEqual([])
        expect(schemaProblems(arrayOf(either))).toEqual([])
      }),
    )
  })
})

import { Validator } from '@cfworker/json-schema'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { checkValue } from './check-value.js'
import type { JsonSchema } from './json-schema.js'
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

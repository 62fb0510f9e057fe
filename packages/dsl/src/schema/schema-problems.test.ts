import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Json, JsonObject } from '../json/json.js'
import { schemaProblems } from './schema-problems.js'

const messages = (schema: Json): string[] =>
  schemaProblems(schema).map((each) => `${each.path.join('.')}: ${each.message}`)

describe('schemaProblems', () => {
  test('what Zod writes is understood', () => {
    const tree = z.object({
      id: z.uuid(),
      kind: z.enum(['a', 'b']).nullable(),
      at: z.iso.datetime().optional(),
      score: z.number().min(0).max(1),
      pair: z.tuple([z.string(), z.int()]),
      tags: z.record(z.string(), z.union([z.string(), z.boolean()])),
      get children() {
        return z.array(tree)
      },
    })
    expect(messages(z.toJSONSchema(tree) as JsonObject)).toEqual([])
  })

  test('annotations and unknown keywords are free', () => {
    expect(messages({ type: ['string', 'array'], 'x-odp-type': 'ImageUrl', nullable: true, example: 1 })).toEqual([])
  })

  test.each<[string, Json, string[]]>([
    ['a schema that is a text', 'string', [`: 'schema' must be a schema (an object, true or false), not "string"`]],
    ['a misspelt type', { type: 'strnig' }, ["type: unknown type 'strnig'; did you mean 'string'?"]],
    [
      'a foreign type in a list',
      { type: ['null', 'timestamp'] },
      ["type.1: unknown type 'timestamp'; available: string, number, integer, boolean, object, array, null"],
    ],
    [
      'required inside a property',
      { properties: { a: { required: true } } },
      [
        "properties.a.required: 'required' must be a list of property names, beside the properties and not inside one, not true",
      ],
    ],
    [
      'a bound that is a flag',
      { exclusiveMinimum: true },
      ["exclusiveMinimum: 'exclusiveMinimum' must be a number, not true"],
    ],
    ['a count below zero', { minItems: -1 }, ["minItems: 'minItems' must be a whole number of 0 or more, not -1"]],
    [
      'items by position',
      { items: [{}] },
      ["items: 'items' is one schema for every item; for a schema by position use 'prefixItems'"],
    ],
    ['an empty anyOf', { anyOf: [] }, ["anyOf: 'anyOf' must be a list of at least one schema, not an array"]],
    [
      'a misspelt reference',
      { $ref: '#/$defs/pots', $defs: { post: {} } },
      [`$ref: "#/$defs/pots" is not in this schema; did you mean '#/$defs/post'?`],
    ],
    [
      'another document',
      { items: { $ref: 'https://example.org/x.json' } },
      [`items.$ref: "https://example.org/x.json" is another document, which is not fetched; copy it into '$defs'`],
    ],
    ['a broken pattern', { pattern: '[' }, ['pattern: "[" is not a regular expression']],
    [
      'a broken pattern as key',
      { patternProperties: { '(': true } },
      ['patternProperties.(: "(" is not a regular expression'],
    ],
  ])('%s', (_name, schema, expected) => {
    expect(messages(schema)).toEqual(expected)
  })

  test('a keyword that would not be asserted is refused', () => {
    const found = schemaProblems({ unevaluatedProperties: false, $dynamicRef: '#x' })
    expect(found.map((each) => each.keyword)).toEqual(['unevaluatedProperties', '$dynamicRef'])
  })

  test('a property may be called like a keyword', () => {
    expect(messages({ properties: { type: { type: 'string' }, $ref: {}, items: { type: 'array' } } })).toEqual([])
  })

  test('depth and number of problems are bounded', () => {
    let deep: Json = {}
    for (let level = 0; level < 5000; level += 1) deep = { not: deep }
    expect(schemaProblems(deep).map((each) => each.keyword)).toEqual(['limit'])
    expect(schemaProblems({ anyOf: Array(5000).fill({ type: 1 }) })).toHaveLength(100)
  })
})

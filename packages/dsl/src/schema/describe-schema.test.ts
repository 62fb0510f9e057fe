import { expect, test } from 'vitest'
import { describeSchema } from './describe-schema.js'
import type { JsonSchema } from './json-schema.js'

test.each<[JsonSchema, string]>([
  [true, 'any value'],
  [{}, 'any value'],
  [false, 'nothing'],
  [{ type: 'integer', minimum: 0 }, 'integer ≥ 0'],
  [{ type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 }, 'integer'],
  [{ type: ['string', 'null'] }, 'string or null'],
  [{ type: 'string', format: 'email' }, 'string (email)'],
  [{ enum: ['a', 'b'] }, 'one of "a", "b"'],
  [{ const: 3 }, '3'],
  [
    { type: 'array', items: { type: 'object', required: ['text'], properties: { text: {}, posted_at: {} } } },
    'list of objects {text, posted_at?}',
  ],
  [{ type: ['string', 'array'], items: { type: 'string' } }, 'string or list of strings'],
  [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'number or null'],
  [{ allOf: [{ type: 'object', properties: { a: {} } }] }, 'object {a?}'],
  [{ $ref: '#/$defs/x', $defs: { x: { type: 'boolean' } } }, 'boolean'],
  [{ type: 'array', items: { $ref: '#' } }, 'list of lists of values'],
  [{ $ref: '#' }, 'any value'],
])('%j is %s', (schema, phrase) => {
  expect(describeSchema(schema)).toBe(phrase)
})

import { describe, expect, test } from 'vitest'
import type { Json } from '../json/json.js'
import { schemaFits } from './fits.js'
import type { JsonSchema } from './json-schema.js'

const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
})
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
const text = { type: 'string' }
const number = { type: 'number' }
const integer = { type: 'integer' }

describe('schemaFits', () => {
  test.each<[string, JsonSchema, JsonSchema]>([
    ['the same type', text, text],
    ['an integer is a number', integer, number],
    ['anything goes into an open schema', number, {}],
    ['annotations ask for nothing', text, { type: 'string', 'x-odp-type': 'Username', title: 'Name', format: 'email' }],
    ['one of several types', text, { type: ['string', 'array'], items: text }],
    ['every type of several', { type: ['string', 'null'] }, { anyOf: [{ type: 'null' }, text] }],
    ['lists', list(integer), list(number)],
    ['objects', object({ a: integer, b: text }, ['a']), object({ a: number }, ['a'])],
    ['values that are listed', { enum: ['a', 'b'] }, text],
    ['narrower bounds', { type: 'integer', minimum: 3 }, { type: 'integer', minimum: 0 }],
    [
      'a recursive schema',
      { type: 'object', properties: { next: { $ref: '#' } } },
      { type: 'object', properties: { next: { $ref: '#' } } },
    ],
  ])('%s: yes', (_name, source, target) => {
    expect(schemaFits(source, target)).toEqual({ fits: 'yes' })
  })

  test.each<[string, JsonSchema, JsonSchema, string]>([
    ['a number into a text', integer, text, 'integer does not fit string'],
    ['items', list(number), list(text), 'in the list: number does not fit string'],
    ['a list into a text', list(text), text, 'list of strings does not fit string'],
    ['a required field', object({ a: number }), object({ a: text }, ['a']), "field 'a': number does not fit string"],
    [
      'a field that is always there',
      object({ a: number }, ['a']),
      object({ a: text }),
      "field 'a': number does not fit string",
    ],
    [
      'a field that cannot be',
      { type: 'object', properties: {}, additionalProperties: false },
      object({ a: text }, ['a']),
      "field 'a' is required and cannot be there",
    ],
    ['several types', { type: ['number', 'boolean'] }, text, 'number or boolean does not fit string'],
    ['a constant', { const: 5 }, { enum: ['a', 'b'] }, '5 does not fit one of "a", "b"'],
  ])('%s: no', (_name, source, target, message) => {
    expect(schemaFits(source, target)).toEqual({ fits: 'no', message })
  })

  test.each<[string, JsonSchema, JsonSchema]>([
    ['an open source', {}, text],
    ['a number may be whole', number, integer],
    ['a value that may be null', { type: ['string', 'null'] }, text],
    ['a field that may be missing', object({ a: text }), object({ a: text }, ['a'])],
    ['a field that neither requires', object({ a: number }), object({ a: text })],
    ['a field that is not declared', object({ b: text }), object({ a: text }, ['a'])],
    ['disjoint ranges are not types', { type: 'integer', minimum: 9 }, { type: 'integer', maximum: 3 }],
    ['a pattern', text, { type: 'string', pattern: '^a' }],
    ['a list that is always empty', { type: 'array', maxItems: 0, items: number }, list(text)],
    ['some of the listed values', { enum: ['a', 1] }, text],
    ['an endless reference', { $ref: '#' }, text],
    [
      'more fields than a closed object allows',
      object({ a: text, b: text }),
      { type: 'object', properties: { a: text }, additionalProperties: false },
    ],
  ])('%s: unknown', (_name, source, target) => {
    expect(schemaFits(source, target)).toEqual({ fits: 'unknown' })
  })

  test('wide recursive schemas are compared in bounded time', () => {
    const names = Array.from({ length: 30 }, (_each, index) => `f${index}`)
    const wide = (leaf: JsonSchema): JsonSchema => ({
      type: 'object',
      properties: Object.fromEntries(
        names.map((name): [string, Json] => [name, { anyOf: [{ allOf: [{ $ref: '#' }, { title: name }] }, leaf] }]),
      ),
    })
    const start = performance.now()
    schemaFits(wide(text), wide(number))
    expect(performance.now() - start).toBeLessThan(24_000)
  })
})

import { describe, expect, test } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { checkValue } from './check-value.js'
import type { JsonSchema } from './json-schema.js'

// Parsed, because an object literal with a member `then` looks like a promise to a linter.
const condition: JsonSchema = JSON.parse('{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 1}}')

const keywords = (schema: JsonSchema, value: Json): string[] => checkValue(schema, value).map((each) => each.keyword)

describe('checkValue', () => {
  test.each<[string, JsonSchema, Json, string[]]>([
    ['true takes everything', true, null, []],
    ['false takes nothing', false, 1, ['false schema']],
    ['a whole number is an integer', { type: 'integer' }, 3.0, []],
    ['a fraction is none', { type: 'integer' }, 3.5, ['type']],
    ['an integer is a number', { type: 'number' }, 3, []],
    ['one of several types', { type: ['string', 'null'] }, null, []],
    ['minus zero is zero', { const: 0 }, -0, []],
    ['true is not 1', { enum: [1] }, true, ['enum']],
    ['the order of keys does not matter', { const: { a: 1, b: 2 } }, { b: 2, a: 1 }, []],
    ['decimals have multiples', { multipleOf: 0.01 }, 19.99, []],
    ['large halves are no multiples', { multipleOf: 1 }, 1e10 + 0.5, ['multipleOf']],
    ['length counts code points', { maxLength: 2 }, '😀😀', []],
    ['half a pair is one', { minLength: 2 }, '\ud83d', ['minLength']],
    ['a pattern is not anchored', { pattern: 'b+' }, 'abc', []],
    ['a JavaScript escape', { pattern: '^\\u0041$' }, 'A', []],
    ['a look-ahead is not asserted', { pattern: '^(?=x)y' }, 'z', []],
    ['format is an annotation', { format: 'email' }, 'nobody', []],
    ['maxContains', { contains: { const: 1 }, maxContains: 1 }, [1, 1], ['maxContains']],
    ['minContains of 0', { contains: { const: 1 }, minContains: 0 }, [], []],
    [
      'equal items, in another order',
      { uniqueItems: true },
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      ['uniqueItems'],
    ],
    ['items start after prefixItems', { prefixItems: [{ type: 'string' }], items: { type: 'number' } }, ['a', 1], []],
    ['propertyNames', { propertyNames: { maxLength: 1 } }, { ab: 1 }, ['propertyNames']],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, ['dependentRequired']],
    ['dependentSchemas', { dependentSchemas: { a: { maxProperties: 1 } } }, { a: 1, b: 1 }, ['maxProperties']],
    ['then', condition, '', ['minLength']],
    ['else', condition, 0, ['minimum']],
    ['not', { not: { type: 'null' } }, null, ['not']],
    ['two of oneOf', { oneOf: [{ type: 'number' }, { type: 'integer' }] }, 1, ['oneOf']],
    ['a pointer with escapes', { $ref: '#/$defs/a~1b%20c', $defs: { 'a/b c': { type: 'null' } } }, 1, ['type']],
    ['a pointer into a list', { anyOf: [{ type: 'null' }], $ref: '#/anyOf/0' }, null, []],
    ['a reference to nothing', { $ref: '#/$defs/none' }, 1, ['$ref']],
    ['operands of the wrong type', { required: 'a', properties: 1, type: 5, minimum: '1' } as JsonObject, { a: 1 }, []],
  ])('%s', (_name, schema, value, expected) => {
    expect(keywords(schema, value)).toEqual(expected)
  })

  test('a missing field is named at its own place, with the property that was meant', () => {
    expect(checkValue({ type: 'object', required: ['username'] }, { usrname: 'ada' })).toEqual([
      {
        path: ['username'],
        keyword: 'required',
        message: "required field 'username' is missing; there is 'usrname': did you mean 'username'?",
      },
    ])
  })

  test('an unknown property names its neighbour', () => {
    const schema = { properties: { followers: {} }, additionalProperties: false }
    expect(checkValue(schema, { folowers: 1 })[0]?.message).toBe(
      "property 'folowers' is not allowed; did you mean 'followers'?",
    )
  })

  test('a wrong type says what was found, and where', () => {
    const schema = { properties: { posts: { items: { properties: { likes: { type: 'integer' } } } } } }
    expect(checkValue(schema, { posts: [{ likes: 1 }, { likes: 'many' }] })).toEqual([
      {
        path: ['posts', 1, 'likes'],
        keyword: 'type',
        message: 'must be an integer, not the string "many"',
        expected: 'an integer',
      },
    ])
  })

  test('of a nullable object the object is explained', () => {
    const schema: JsonSchema = { anyOf: [{ type: 'object', required: ['id'] }, { type: 'null' }] }
    expect(checkValue(schema, {})[0]).toMatchObject({ path: ['id'], keyword: 'required' })
    expect(checkValue(schema, 4)[0]?.message).toBe('must be object, or null; the number 4 fits none of them')
  })

  test('every problem is found, up to 100', () => {
    const schema = { properties: { a: { type: 'string' }, b: { type: 'string' } }, required: ['c'] }
    expect(checkValue(schema, { a: 1, b: 2 })).toHaveLength(3)
    expect(checkValue({ items: { type: 'string' } }, Array(5000).fill(1))).toHaveLength(100)
  })

  test('reads own properties only', () => {
    expect(keywords({ required: ['toString', '__proto__'] }, {})).toEqual(['required', 'required'])
    expect(keywords({ properties: { a: {} }, additionalProperties: false }, JSON.parse('{"__proto__": 1}'))).toEqual([
      'additionalProperties',
    ])
    expect(
      keywords(JSON.parse('{"properties": {"__proto__": {"type": "string"}}}'), JSON.parse('{"__proto__": 1}')),
    ).toEqual(['type'])
  })
})

describe('bounds of checkValue', () => {
  const quick = (schema: JsonSchema, value: Json): string[] => {
    const start = performance.now()
    const found = keywords(schema, value)
    expect(performance.now() - start).toBeLessThan(24_000)
    return found
  }

  test('a reference that makes no progress ends', () => {
    expect(quick({ $ref: '#' }, 1)).toEqual([])
    const knot = {
      $ref: '#/$defs/a',
      $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { anyOf: [{ $ref: '#/$defs/a' }] } },
    }
    expect(quick(knot, 1)).toEqual([])
  })

  test('a recursive schema follows the value', () => {
    const tree = { type: 'object', properties: { value: { type: 'number' }, next: { $ref: '#' } } }
    expect(checkValue(tree, { next: { next: { value: 'x' } } })[0]?.path).toEqual(['next', 'next', 'value'])
  })

  test('a million small values fit the budget', () => {
    const schema = { items: { type: 'object', required: ['a'], properties: { a: { type: 'integer', minimum: 0 } } } }
    expect(
      quick(
        schema,
        Array.from({ length: 200_000 }, () => ({ a: 1 })),
      ),
    ).toEqual([])
    expect(quick({ items: { type: 'integer' }, uniqueItems: true }, [...Array(150_000).keys()])).toEqual([])
  })

  test('a schema that doubles the work at every level is given up, also inside not and anyOf', () => {
    const $defs: JsonObject = { d0: { type: 'integer' } }
    for (let level = 1; level < 40; level += 1) {
      $defs[`d${level}`] = { allOf: [{ $ref: `#/$defs/d${level - 1}` }, { $ref: `#/$defs/d${level - 1}` }] }
    }
    expect(quick({ $ref: '#/$defs/d39', $defs }, 1)).toEqual(['limit'])
    expect(quick({ not: { $ref: '#/$defs/d39' }, $defs }, 1)).toEqual(['limit'])
    expect(
      quick({ anyOf: [true, { $ref: '#/$defs/d39' }], allOf: [{ anyOf: [{ $ref: '#/$defs/d39' }, true] }], $defs }, 1),
    ).toEqual(['limit'])
  })

  test('a deep value is refused and does not exhaust the stack', () => {
    let value: Json = 1
    for (let level = 0; level < 5000; level += 1) value = [value]
    expect(quick({ items: { $ref: '#' } }, value)).toEqual(['limit'])
    expect(quick({ uniqueItems: true, enum: [1] }, value)).toEqual(['enum'])
  })

  test('slow patterns and long texts are quick', () => {
    const text = 'a'.repeat(1_000_000)
    expect(quick({ pattern: '^(a+)+$' }, text)).toEqual([])
    expect(quick({ pattern: '(a|aa)+[b-c]$' }, text)).toEqual(['pattern'])
    expect(quick({ pattern: '((((a{1,30}){1,30})){1,30}){1,30}' }, text)).toEqual([])
    expect(
      quick(
        {
          patternProperties: Object.fromEntries(
            [...Array(3000).keys()].map((n) => [`(x{1,30}y{1,30}){${n % 30}}${n}`, true]),
          ),
        },
        { a: 1 },
      ),
    ).toEqual(['limit'])
  })

  test('long names have no nearest spelling', () => {
    expect(quick({ required: ['a'.repeat(300_000)] }, { ['b'.repeat(300_000)]: 1 })).toEqual(['required'])
  })
})

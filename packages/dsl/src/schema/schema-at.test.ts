import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../json/json.js'
import { parsePath } from '../template/parse-path.js'
import type { JsonSchema } from './json-schema.js'
import { type SchemaLookup, schemaAt } from './schema-at.js'

const profile: JsonObject = {
  type: 'object',
  required: ['profile'],
  properties: {
    profile: {
      type: 'object',
      properties: {
        handle: { type: 'string', 'x-odp-type': 'TwitterHandle' },
        recent_posts: {
          type: 'array',
          items: {
            type: ['object', 'string'],
            properties: { text: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
          },
        },
        pair: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2 },
        extra: { type: 'object' },
        counts: { type: 'object', additionalProperties: { type: 'integer' } },
      },
    },
  },
}

function at(schema: JsonSchema, path: string): SchemaLookup {
  const parsed = parsePath(`step${path}`)
  if (!('segments' in parsed)) throw new Error(`not a path: ${path}`)
  return schemaAt(schema, parsed.segments)
}

const known = (schema: JsonSchema, optional: boolean): SchemaLookup => ({ kind: 'known', schema, optional })

describe('schemaAt', () => {
  test.each<[string, SchemaLookup]>([
    ['.profile.handle', known({ type: 'string', 'x-odp-type': 'TwitterHandle' }, true)],
    [
      '.profile.recent_posts[*].text',
      known({ type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'null' }] } }, true),
    ],
    ['.profile.pair[1]', known({ type: 'integer' }, true)],
    ['.profile["counts"]["any one"]', known({ type: 'integer' }, true)],
    ['.profile.extra.whatever[*].x', { kind: 'unknown' }],
  ])('%s is known', (path, expected) => {
    expect(at(profile, path)).toEqual(expected)
  })

  test.each<[string, string, string[]]>([
    ['.profil', "Field 'profil' not found: available: profile; did you mean 'profile'?", ['profile']],
    [
      '.profile.handel',
      "Field 'handel' not found: available: handle, recent_posts, pair, extra, counts; did you mean 'handle'?",
      ['handle', 'recent_posts', 'pair', 'extra', 'counts'],
    ],
    [
      '.profile.recent_posts[*].txt',
      "Field 'txt' not found: available: text, tags; did you mean 'text'?",
      ['text', 'tags'],
    ],
    [
      '.profile.recent_posts.text',
      "Field 'text' not found: the value is a list, take one by [0] or a field of each by [*]",
      [],
    ],
    ['.profile.handle.x', "Field 'x' not found: the value is string and has no fields", []],
    ['.profile.handle[*]', 'Cannot apply [*] to non-array: the value is string', []],
    ['.profile.pair[2]', "Field '[2]' not found: the list is shorter", []],
    ['.profile.handle[0]', "Field '[0]' not found: the value is string", []],
    ['.toString', "Field 'toString' not found: available: profile", ['profile']],
  ])('%s is missing', (path, message, available) => {
    expect(at(profile, path)).toMatchObject({ kind: 'missing', message, available })
  })

  test('says which segment is missing, and whether it is a splat', () => {
    expect(at(profile, '.profile.handel')).toMatchObject({ reason: 'field', at: 1 })
    expect(at(profile, '.profile.handle[*]')).toMatchObject({ reason: 'splat', at: 2 })
  })

  test('[*] keeps nesting', () => {
    const schema = {
      type: 'array',
      items: { type: 'array', items: { type: 'object', required: ['n'], properties: { n: { type: 'number' } } } },
    }
    expect(at(schema, '[*][*].n')).toEqual(
      known({ type: 'array', items: { type: 'array', items: { type: 'number' } } }, false),
    )
  })

  test('the longest key is taken first, the next shorter one where the rest fails', () => {
    const asset = { type: 'object', required: ['rows'], properties: { rows: { type: 'integer' } } }
    const schema = {
      type: 'object',
      required: ['silver.users', 'silver'],
      properties: { 'silver.users': asset, silver: { type: 'string' } },
    }
    expect(at(schema, '.silver.users.rows')).toEqual(known({ type: 'integer' }, false))
    expect(at(schema, '.silver')).toEqual(known({ type: 'string' }, false))
    expect(at(schema, '.silver.users.row')).toMatchObject({
      message: "Field 'row' not found: available: rows; did you mean 'rows'?",
    })
    expect(at(schema, '["silver"].users')).toMatchObject({ kind: 'missing' })
  })

  test('alternatives are looked through', () => {
    const schema: JsonSchema = {
      anyOf: [{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] }, { type: 'null' }],
    }
    expect(at(schema, '.a')).toEqual(known({ type: 'string' }, true))
    const both: JsonSchema = {
      allOf: [{ properties: { a: { type: 'string' } } }, { properties: { b: { type: 'null' } }, required: ['b'] }],
    }
    expect(at(both, '.b')).toEqual(known({ type: 'null' }, false))
    expect(at(both, '.c')).toMatchObject({ kind: 'missing', available: ['a', 'b'] })
  })

  test('a part that is taken out brings its definitions along', () => {
    const tree = {
      type: 'object',
      required: ['kids'],
      properties: { kids: { type: 'array', items: { $ref: '#' } }, n: { $ref: '#/$defs/n' } },
      $defs: { n: { type: 'number' } },
    }
    expect(at(tree, '.n')).toEqual(known({ $ref: '#/$defs/n', $defs: { n: { type: 'number' } } }, true))
    const kids = at(tree, '.kids[*].kids')
    expect(kids.kind === 'known' && at(kids.schema, '[0][0].n')).toMatchObject({ kind: 'known', optional: true })
    expect(kids.kind === 'known' && at(kids.schema, '[0][0].m')).toMatchObject({
      kind: 'missing',
      available: ['kids', 'n'],
    })
  })

  test('open schemas hold anything, closed ones only what they name', () => {
    expect(at(true, '.a')).toEqual({ kind: 'unknown' })
    expect(at({ type: 'object' }, '.a.b')).toEqual({ kind: 'unknown' })
    expect(at({ properties: { a: {} }, additionalProperties: true }, '.b')).toEqual({ kind: 'unknown' })
    expect(at({ type: 'object', properties: {}, additionalProperties: false }, '.a')).toMatchObject({
      message: "Field 'a' not found: nothing is available here",
    })
  })

  test('a schema that refers to itself without end, or doubles at every level, ends', () => {
    expect(at({ $ref: '#' }, '.a')).toEqual({ kind: 'unknown' })
    const $defs: JsonObject = { d0: {} }
    for (let level = 1; level < 38; level += 1)
      $defs[`d${level}`] = { allOf: [{ $ref: `#/$defs/d${level - 1}` }, { $ref: `#/$defs/d${level - 1}` }] }
    expect(at({ $ref: '#/$defs/d37', $defs }, '.a')).toEqual({ kind: 'unknown' })
  })
})

test('definitions that each lead to the next need no deep stack', () => {
  const definitions = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [
      `d${index}`,
      { type: 'object', properties: { next: { $ref: `#/$defs/d${(index + 1) % 20_000}` } } },
    ]),
  )
  const schema = { type: 'object', properties: { v: { $ref: '#/$defs/d0' } }, $defs: definitions }
  expect(schemaAt(schema, [{ kind: 'field', name: 'v' }])).toMatchObject({ kind: 'known' })
})

import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { createReference, createScope, field, required } from './reference.js'

const mentioned = new Set<string>()
const a = createReference('a', [], mentioned)

/** A field that is there at run time, whatever the compiler says about index signatures. */
const read = (...names: readonly [string, ...string[]]) => field(a, ...names)

test('paths are written as the language reads them', () => {
  expect(JSON.stringify(read('b'))).toBe('"{{a.b}}"')
  expect(read('b').all.toJSON()).toBe('{{a.b[*]}}')
  expect(
    read('posts')
      .map((post) => field(post, 'text'))
      .toJSON(),
  ).toBe('{{a.posts[*].text}}')
  expect(read('posts').at(3).toJSON()).toBe('{{a.posts[3]}}')
  expect(read('any "key"', 'b.c').toJSON()).toBe('{{a["any \\"key\\""]["b.c"]}}')
  expect(read('all', 'then', 'toString').toJSON()).toBe('{{a.all.then.toString}}')
  expect(required(a)).toBe(a)
  expect(() => a.at(-1)).toThrow(RangeError)
  expect(() => field({ toString: () => '', toJSON: () => '' }, 'x')).toThrow('takes a reference')
})

test('a reference survives what JavaScript does to values', async () => {
  expect(await read('b')).toBeDefined()
  expect(inspect(read('b'))).toContain('{{a.b}}')
  expect(`x ${read('b')}`).toBe('x {{a.b}}')
  expect([...mentioned]).toEqual(['{{a.b}}'])
  expect(() => Number(read('b'))).toThrow('has no value yet')
  expect(() => ({ ...read('b') })).toThrow('cannot be spread')
  const scope = createScope(new Set())
  expect(JSON.stringify({ step: Reflect.get(scope, '__proto__'), other: scope.constructor })).toBe(
    '{"step":"{{__proto__}}","other":"{{constructor}}"}',
  )
})

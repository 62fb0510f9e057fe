import { expect, test } from 'vitest'
import type { JsonObject } from '../json/json.js'
import { checksOf } from './checks-of.js'

const read = (check: JsonObject | JsonObject[]) =>
  checksOf({ check }).map(({ kind, text, run, textPath }) => [kind, text, run, textPath.join('.')])

test('a check is read in every accepted form, with the place of its text', () => {
  expect(
    read([
      { not_exists: 'a.b', run: 'x' },
      { boolean: 'n > 1', run: 'y' },
    ]),
  ).toEqual([
    ['not_exists', 'a.b', 'x', 'check.0.not_exists'],
    ['boolean', 'n > 1', 'y', 'check.1.boolean'],
  ])
  expect(read([{ not_exists: { path: 'a.b', run: 'x' } }])).toEqual([
    ['not_exists', 'a.b', 'x', 'check.0.not_exists.path'],
  ])
  expect(read({ not_exists: { path: 'a', run: 'x' }, boolean: { expression: 'n > 1', run: 'y' } })).toEqual([
    ['not_exists', 'a', 'x', 'check.not_exists.path'],
    ['boolean', 'n > 1', 'y', 'check.boolean.expression'],
  ])
})

test('what is no check is left out, and prototypes are not read', () => {
  expect(checksOf({})).toEqual([])
  expect(checksOf({ check: ['x', { run: 'y' }, { boolean: 'true' }, { boolean: 'true', run: 3 }] })).toEqual([])
  const inherited = Object.assign(Object.create({ boolean: 'true' }) as JsonObject, { run: 'x' })
  expect(checksOf({ check: [inherited] })).toEqual([])
})

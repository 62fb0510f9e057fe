import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json/json.js'
import { resolveBinding, resolveInputs } from './resolve-binding.js'
import type { SecretHole } from './secret-hole.js'
import type { Scope } from './template.js'

const card: JsonObject = { title: 'Harbour', painter: null, school: 'Delft', zero: 0, no: false, empty: '' }

const scope: Scope = {
  read: (root) => {
    if (root === 'skipped' || root === 'failed') return { kind: 'unavailable', reason: root }
    return root === 'card' ? { kind: 'value', value: card } : { kind: 'unknown', available: ['card'] }
  },
}

function resolved(value: Json): { kind: 'value'; value: Json } {
  return { kind: 'value', value }
}

describe('from and bare values', () => {
  it.each<[Json, Json]>([
    [{ from: '{{card.title}}' }, 'Harbour'],
    ['{{card.title}}', 'Harbour'],
    [{ from: { deep: ['{{card.title}}'] } }, { deep: ['Harbour'] }],
    [2, 2],
    [['{{card.title}}'], ['Harbour']],
    [{ title: '{{card.title}}' }, { title: 'Harbour' }],
    [{ default: '{{card.title}}' }, { default: 'Harbour' }],
    [{ from: '{{card.painter}}' }, null],
    [{ from: '{{card.title}}', default: 1 }, 'Harbour'],
  ])('%j gives %j', (input, value) => {
    expect(resolveBinding(input, scope)).toEqual(resolved(value))
  })

  it('does not take an inherited key for a binding', () => {
    expect(resolveBinding(Object.create({ from: 1 }), scope)).toEqual(resolved({}))
  })
})

describe('default', () => {
  it.each<[Json, Json]>([
    [{ from: '{{card.year}}', default: 'undated' }, 'undated'],
    [{ from: '{{card.painter}}', default: 'unknown' }, 'unknown'],
    [{ from: '{{skipped.x}}', default: 'none' }, 'none'],
    [{ from: '{{card.year}}', default: ['{{card.school}}'] }, ['Delft']],
    [{ from: '{{card.year}}', default: null }, null],
    [{ or: ['{{card.year}}', '{{skipped.x}}', '{{card.painter}}'], default: 5 }, 5],
  ])('%j gives %j', (input, value) => {
    expect(resolveBinding(input, scope)).toEqual(resolved(value))
  })

  it.each<Json>([0, false, '', []])('does not stand in for %j', (from) => {
    expect(resolveBinding({ from, default: 'x' }, scope)).toEqual(resolved(from))
  })

  it('is itself read like any value', () => {
    expect(resolveBinding({ from: '{{card.year}}', default: '{{card.month}}' }, scope)).toMatchObject({
      kind: 'missing',
      message: expect.stringContaining("'month'"),
    })
  })
})

describe('or', () => {
  it.each<[Json, Json]>([
    [['{{card.painter}}', '{{card.school}}'], 'Delft'],
    [['{{card.year}}', '{{card.school}}', '{{card.title}}'], 'Delft'],
    [['{{skipped.x}}', '{{card.school}}'], 'Delft'],
    [['{{card.zero}}', 1], 0],
    [['{{card.no}}', 1], false],
    [['{{card.empty}}', 1], ''],
    [['{{card.year}}', 'constant'], 'constant'],
    [[['{{card.year}}'], { s: '{{card.school}}' }], { s: 'Delft' }],
  ])('%j gives %j', (or, value) => {
    expect(resolveBinding({ or }, scope)).toEqual(resolved(value))
  })

  it('gives null if an alternative was null', () => {
    expect(resolveBinding({ or: ['{{card.painter}}', '{{card.year}}', '{{skipped.x}}'] }, scope)).toEqual(
      resolved(null),
    )
  })

  it('is unavailable if all were', () => {
    expect(resolveBinding({ or: ['{{skipped.x}}', '{{failed.x}}'] }, scope)).toEqual({
      kind: 'unavailable',
      root: 'skipped',
      reason: 'skipped',
    })
  })

  it('else gives the last error', () => {
    expect(resolveBinding({ or: ['{{card.a}}', '{{card.b}}', '{{skipped.x}}'] }, scope)).toMatchObject({
      kind: 'missing',
      message: expect.stringContaining("'b'"),
    })
  })

  it('needs an alternative', () => {
    expect(resolveBinding({ or: [] }, scope)).toMatchObject({ kind: 'invalid' })
  })
})

describe('what no or and no default repairs', () => {
  it.each<Json>([
    { from: '{{card.title[*]}}', default: 1 },
    { or: ['{{card.title[*]}}', 1] },
    { or: ['{{card.year}}', '{{nobody.x}}'], default: 1 },
    { or: ['{{card.year}} {{card.title[*]}}', 1] },
  ])('%j', (input) => {
    expect(resolveBinding(input, scope)).toMatchObject({ kind: 'invalid' })
  })

  it('does not look behind the alternative that counts', () => {
    expect(resolveBinding({ or: ['{{card.title}}', '{{card.title[*]}}'] }, scope)).toEqual(resolved('Harbour'))
  })
})

describe('secrets', () => {
  it('count as found, and those of other alternatives are forgotten', () => {
    const holes: SecretHole[] = []
    const input = { or: ['{{secrets.A}} {{card.year}}', { key: '{{secrets.B}}' }, '{{secrets.C}}'], default: 1 }
    expect(resolveBinding(input, scope, holes)).toEqual(resolved({ key: null }))
    expect(holes).toEqual([{ at: ['key'], parts: [{ secret: 'B' }] }])
  })

  it('may be the whole value or the default', () => {
    const holes: SecretHole[] = []
    expect(resolveBinding({ or: ['{{secrets.A}}', 1] }, scope, holes)).toEqual(resolved(null))
    expect(resolveBinding({ from: '{{card.year}}', default: '{{secrets.B}}' }, scope, holes)).toEqual(resolved(null))
    expect(holes.map((hole) => hole.parts)).toEqual([[{ secret: 'A' }], [{ secret: 'B' }]])
  })
})

describe('resolveInputs', () => {
  it('resolves every input and keeps any name', () => {
    const inputs = JSON.parse('{"a": "{{card.title}}", "__proto__": {"or": ["{{card.school}}"]}}') as JsonObject
    expect(JSON.stringify(resolveInputs(inputs, scope))).toBe(
      '{"kind":"value","value":{"a":"Harbour","__proto__":"Delft"}}',
    )
  })

  it('lets the gravest failure count', () => {
    expect(resolveInputs({ a: '{{card.x}}', b: '{{skipped.x}}' }, scope)).toMatchObject({ kind: 'unavailable' })
    expect(resolveInputs({ a: '{{skipped.x}}', b: '{{nobody.x}}' }, scope)).toMatchObject({ kind: 'invalid' })
  })

  it('puts the name before the places of secrets', () => {
    const holes: SecretHole[] = []
    expect(resolveInputs({ auth: { from: ['x', 'Bearer {{secrets.T}}'] } }, scope, holes)).toEqual(
      resolved({ auth: ['x', null] }),
    )
    expect(holes).toEqual([{ at: ['auth', 1], parts: ['Bearer ', { secret: 'T' }] }])
  })
})

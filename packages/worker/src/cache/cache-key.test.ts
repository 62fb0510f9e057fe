import type { Json, JsonObject, StepRequest } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cacheKey } from './cache-key.js'

const request: StepRequest = {
  step: 'l[0].s',
  type: 'crawler',
  mode: 'direct',
  config: { method: 'm' },
  inputs: { a: 1, b: [{ c: 2, d: 3 }], token: null },
  outputs: ['v'],
  secrets: [{ at: ['inputs', 'token'], parts: [{ secret: 'TOKEN' }] }],
  workspace_id: 'w',
  cache: { ttl_seconds: 60 },
}

function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  )
}

describe('the key of a result', () => {
  it('does not depend on the step, the time for which it is kept, or the order of keys', () => {
    const other = {
      ...request,
      step: 'x',
      cache: { ttl_seconds: 1 },
      inputs: shuffled(request.inputs ?? {}) as JsonObject,
    }
    expect(cacheKey(other, '1')).toBe(cacheKey(request, '1'))
  })

  it.each<[string, Partial<StepRequest>]>([
    ['workspace', { workspace_id: 'x' }],
    ['type', { type: 'function' }],
    ['mode', { mode: 'api' }],
    ['method', { config: { method: 'n' } }],
    ['inputs', { inputs: { a: 1 } }],
    ['declared outputs', { outputs: ['w'] }],
    ['name of a secret', { secrets: [{ at: ['inputs', 'token'], parts: [{ secret: 'OTHER' }] }] }],
    ['place of a secret', { secrets: [{ at: ['inputs', 'a'], parts: [{ secret: 'TOKEN' }] }] }],
    ['what was produced', { subject: { x: 1 } }],
    ['key of its own', { cache: { ttl_seconds: 60, key: 1 } }],
  ])('depends on the %s', (_what, change) => {
    expect(cacheKey({ ...request, ...change }, '1')).not.toBe(cacheKey(request, '1'))
  })

  it('depends on the version of the method', () => {
    expect(new Set([cacheKey(request, undefined), cacheKey(request, '1'), cacheKey(request, '2')]).size).toBe(3)
  })

  it('of the step itself takes the place of the inputs', () => {
    const own = (key: Json, inputs: JsonObject) => cacheKey({ ...request, inputs, cache: { ttl_seconds: 1, key } }, '1')
    expect(own('k', { a: 1 })).toBe(own('k', { a: 2 }))
    expect(own('k', {})).not.toBe(own('l', {}))
  })

  it('is another for every other inputs', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(value, value, (one, other) => {
        const equal = JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
        const keys = [one, other].map((a) => cacheKey({ ...request, inputs: { a } }, '1'))
        expect(keys[0] === keys[1]).toBe(equal)
      }),
    )
  })

  it('tells maps from lists that look like them', () => {
    const keys = [{ a: 1 }, ['map', ['a', 1]], [['a', 1]], ['a', 1], ['list', 'a', 1]].map((a) =>
      cacheKey({ ...request, inputs: { a } as JsonObject }, '1'),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })
})

function canonical(value: Json): Json {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key] ?? null)]),
  )
}

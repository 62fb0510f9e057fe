import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../json/json.js'
import { areEqual, compareTexts, sizeOf } from './compare-values.js'

describe('areEqual', () => {
  it('agrees with the canonical text of values', () => {
    const canonical = (value: Json): string =>
      JSON.stringify(value, (_, inner) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? { map: Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)) }
          : inner,
      )
    const small = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>
    fc.assert(fc.property(small, small, (a, b) => areEqual(a, b) === (canonical(a) === canonical(b))))
    fc.assert(fc.property(small, (a) => areEqual(a, JSON.parse(JSON.stringify(a)))))
  })

  it('does not mind the order of keys, nor names of the prototype', () => {
    expect(areEqual({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true)
    expect(areEqual({ toString: 1 }, { a: 1 })).toBe(false)
    expect(areEqual(JSON.parse('{"__proto__":{}}'), { a: {} })).toBe(false)
    expect(areEqual([], {})).toBe(false)
  })

  it('follows any depth', () => {
    const nested = (): Json => JSON.parse(`${'['.repeat(50_000)}1${']'.repeat(50_000)}`)
    expect(areEqual(nested(), nested())).toBe(true)
  })
})

describe('compareTexts and sizeOf', () => {
  it('count and order by code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const points = (text: string): number[] => [...text].map((character) => character.codePointAt(0) ?? 0)
        const [left, right] = [points(a), points(b)]
        const at = left.findIndex((point, index) => point !== right[index])
        const expected =
          at === -1 ? left.length - right.length : at >= right.length ? 1 : (left[at] ?? 0) - (right[at] ?? 0)
        expect(Math.sign(compareTexts(a, b))).toBe(Math.sign(expected))
        expect(sizeOf(a)).toBe(left.length)
      }),
    )
  })
})

import type { Json } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meaningOf } from './meanings.js'
import { scoreCompleteness, scoreRelevance } from './score.js'

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>

describe('scores', () => {
  it('lie between 0 and 1, whatever was collected', () => {
    fc.assert(
      fc.property(json, (value) => {
        for (const { score, problems } of [scoreCompleteness(value), scoreRelevance(value)]) {
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
          expect(problems.length).toBeLessThanOrEqual(5)
          expect(problems.length > 0).toBe(score < 1)
        }
      }),
    )
  })

  it('take values of any depth', () => {
    let deep: Json = 'end'
    for (let level = 0; level < 20_000; level += 1) deep = level % 2 === 0 ? [deep] : { inner: deep }
    expect(scoreCompleteness(deep).score).toBe(1)
    expect(scoreCompleteness({ deep, empty: null }).problems).toEqual(["'empty' is empty in 1 of 2 places"])
  })
})

describe('completeness', () => {
  it.each<[Json, number]>([
    [{}, 0],
    [[], 0],
    [null, 0],
    [{ a: 0, b: false }, 1],
    [{ a: ' ', b: 'x' }, 0.5],
    [{ a: { b: [], c: 1, d: {}, e: null } }, 0.25],
  ])('of %j is %d', (value, score) => {
    expect(scoreCompleteness(value).score).toBe(score)
  })

  it('names the fields that lowered it most first, and says when nothing was produced', () => {
    const rows = [
      { a: '', b: 1, c: null },
      { a: 'x', b: 1, c: null },
    ]
    expect(scoreCompleteness(rows).problems).toEqual([
      "'[].c' is empty in 2 of 6 places",
      "'[].a' is empty in 1 of 6 places",
    ])
    expect(scoreCompleteness({}).problems).toEqual(['the whole value is empty'])
  })

  it('keeps the names of fields short in its report', () => {
    expect(scoreCompleteness({ ['x'.repeat(9_999)]: '' }).problems[0]?.length).toBeLessThan(200)
  })
})

describe('relevance', () => {
  it('counts the filled fields whose name has a meaning', () => {
    const value = { email: 'ada@x.test', contactEmail: 'nonsense', email_2: 'nonsense', homepage: null, note: 'x' }
    expect(scoreRelevance(value)).toEqual({
      score: 0.5,
      problems: ["'contactEmail' does not fit its name in 1 of 2 places"],
    })
  })

  it('is 1 where no name has one', () => {
    expect(scoreRelevance({ note: 'x' }).score).toBe(1)
  })

  it.each<[string, Json, boolean]>([
    ['url', 'https://x.test/a', true],
    ['url', 'javascript:alert(1)', false],
    ['created_at', '2026-01-02T03:04:05Z', true],
    ['created_at', 'Fri, 02 Jan 2026 03:04:05 GMT', true],
    ['created_at', 'page 7', false],
    ['created_at', '2026-13-41', false],
    ['followersCount', -1, false],
    ['score', 0.3, true],
    ['domain', 'example.test', true],
    ['domain', 'no domain', false],
    ['phone', '+49 30 1234', true],
  ])('knows that %s: %j fits: %s', (name, value, fits) => {
    expect(meaningOf(name)?.(value)).toBe(fits)
  })

  it('needs no more than linear time for hostile texts', () => {
    const start = performance.now()
    for (const text of ['a@'.repeat(2_000), `a@${'a.'.repeat(2_000)} `, 'a.'.repeat(2_040), `${'1 '.repeat(2_000)}x`])
      for (const name of ['email', 'domain', 'phone', 'date', 'url', 'version']) meaningOf(name)?.(text)
    expect(performance.now() - start).toBeLessThan(20_000)
  })
})

import type { BatchResult, Json, StepResult } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packResult, type SentResult, unpackResult } from './sent-result.js'

const sentOver = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

describe('a result in history', () => {
  it.each<[StepResult | BatchResult, string[]?]>([
    [{ outputs: {} }],
    [{ outputs: {} }, ['v']],
    [{ outputs: { outputs: { v: 1 } } }],
    [{ outputs: { v: 1 }, cost_units: 2 }, ['v']],
    [{ outputs: { results: [] }, reused: 'cache' }],
    [{ results: [{ result: { outputs: { v: 1 } } }] }, ['v']],
    [{ outputs: { v: 1, w: 2 } }, ['v', 'w']],
    [{ outputs: { w: 2 } }, ['v', 'w']],
    [{ outputs: { w: 2 } }, ['v']],
    [{ outputs: { v: null } }, ['v']],
    [{ outputs: { v: 1 } }],
    [{ outputs: JSON.parse('{"__proto__":1}') }, ['__proto__']],
  ])('comes out as it was: %j, asked for %j', (result, outputs) => {
    expect(unpackResult(sentOver(packResult(result, { outputs })), { outputs })).toEqual(result)
  })

  it('comes out as it was, whatever its only output is', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (name, value) => {
        const result: StepResult = { outputs: Object.fromEntries([[name, sentOver(value) as Json]]) }
        const request = { outputs: [name] }
        expect(unpackResult(sentOver(packResult(result, request)), request)).toEqual(result)
      }),
    )
  })

  it.each<[StepResult | BatchResult, string]>([
    [{ outputs: { v: 1 } }, '1'],
    [{ outputs: { v: 'text' } }, '"text"'],
    [{ outputs: { v: [1] } }, '[{"v":[1]}]'],
    [{ outputs: { w: 1 } }, '[{"w":1}]'],
    [{ outputs: { v: 1 }, reused: 'cache' }, '{"outputs":{"v":1},"reused":"cache"}'],
  ])('stands there without names that are known: %j, asked for v', (result, sent) => {
    expect(JSON.stringify(packResult(result, { outputs: ['v'] }))).toBe(sent)
  })

  it('is read as earlier builds wrote it', () => {
    const sent: SentResult = [{ v: { w: 1 } }]
    expect(unpackResult(sent, { outputs: ['v'] })).toEqual({ outputs: { v: { w: 1 } } })
  })
})

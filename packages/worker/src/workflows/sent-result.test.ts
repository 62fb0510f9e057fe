import type { BatchResult, StepResult } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { packResult, unpackResult } from './sent-result.js'

describe('a result in history', () => {
  it.each<StepResult | BatchResult>([
    { outputs: {} },
    { outputs: { outputs: { v: 1 } } },
    { outputs: { v: 1 }, cost_units: 2 },
    { outputs: { results: [] }, reused: 'cache' },
    { results: [{ result: { outputs: { v: 1 } } }] },
  ])('comes out as it was: %j', (result) => {
    expect(unpackResult(JSON.parse(JSON.stringify(packResult(result))))).toEqual(result)
  })

  it('stands there without the names of its parts where it has one', () => {
    expect(JSON.stringify(packResult({ outputs: { v: 1 } }))).toBe('[{"v":1}]')
  })
})

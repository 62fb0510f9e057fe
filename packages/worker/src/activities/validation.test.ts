import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { equipmentOf } from '../equipment.js'
import { failureOf } from './step-error.js'
import { validation } from './validation.js'

const context = { signal: new AbortController().signal, execution_id: 'e', attempt: 1, heartbeat() {} }

function validate(config: JsonObject, more: Partial<StepRequest>) {
  return validation({ step: 'v', type: 'validation', config, ...more }, context, equipmentOf({}))
}

const half = { people: [{ email: 'ada@x.test' }, { email: null }, { email: 'nonsense' }, { email: '' }] }
const completeness = (threshold: number) => ({ completeness: { threshold } })

describe('validation', () => {
  it('passes with its scores', async () => {
    const checks = { completeness: { threshold: 0.5 }, relevance: { enabled: true, threshold: 0.5 } }
    expect(await validate({ checks, on_below: 'fail' }, { inputs: half })).toEqual({
      passed: true,
      scores: { completeness: 0.5, relevance: 0.5 },
      problems: [],
    })
  })

  it('fails below a threshold with the report, and is not tried again', async () => {
    const error = await Promise.resolve(
      validate({ checks: completeness(0.6), on_below: 'fail' }, { inputs: half }),
    ).catch((caught: unknown) => caught)
    expect(failureOf(error)).toEqual({
      code: 'validation_failed',
      message: "completeness is 0.5, below 0.6; 'people[].email' is empty in 2 of 4 places",
      retryable: false,
    })
  })

  it('goes on where the document says so', async () => {
    expect(await validate({ checks: completeness(0.6), on_below: 'continue' }, { inputs: half })).toMatchObject({
      passed: false,
      scores: { completeness: 0.5 },
    })
  })

  it('scores what the run has produced where it has no inputs, and only the checks that are on', async () => {
    const checks = { completeness: { threshold: 1 }, relevance: { enabled: false } }
    expect(await validate({ checks }, { subject: { a: { n: 1 } } })).toMatchObject({ scores: { completeness: 1 } })
  })

  it('does not round a score up to the threshold that it missed', async () => {
    const subject = { list: [...Array(999).fill('x'), ''] }
    expect(await validate({ checks: completeness(1), on_below: 'continue' }, { subject })).toMatchObject({
      problems: ['completeness is 0.99, below 1', expect.stringContaining("'list[]'")],
    })
  })
})

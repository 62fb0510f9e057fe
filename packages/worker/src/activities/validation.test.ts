import type { JsonObject, StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { equipmentOf } from '../equipment.js'
import { executeStep } from './execute-step.js'
import { runValidation } from './run-validation.js'
import { failureOf } from './step-error.js'
import { validation } from './validation.js'

const context = { signal: new AbortController().signal, execution_id: 'e', attempt: 1, heartbeat() {} }

function requestOf(config: JsonObject, more: Partial<StepRequest>): StepRequest {
  return { step: 'v', type: 'validation', config, ...more }
}

function validate(config: JsonObject, more: Partial<StepRequest>) {
  return executeStep(validation, requestOf(config, more), context, equipmentOf({}))
}

/** The same step whose work is replaced. */
function mocked(config: JsonObject, outputs: JsonObject) {
  return executeStep({ ...validation, run: async () => outputs }, requestOf(config, {}), context, equipmentOf({}))
}

async function failure(work: Promise<unknown>) {
  return failureOf(await work.catch((caught: unknown) => caught))
}

const half = { people: [{ email: 'ada@x.test' }, { email: null }, { email: 'nonsense' }, { email: '' }] }
const completeness = (threshold: number) => ({ completeness: { threshold } })

describe('validation', () => {
  it('passes with its scores', async () => {
    const checks = { completeness: { threshold: 0.5 }, relevance: { enabled: true, threshold: 0.5 } }
    expect(await validate({ checks, on_below: 'fail' }, { inputs: half })).toEqual({
      outputs: { passed: true, scores: { completeness: 0.5, relevance: 0.5 }, problems: [] },
    })
  })

  it('fails below a threshold with the report, and is not tried again', async () => {
    expect(await failure(validate({ checks: completeness(0.6), on_below: 'fail' }, { inputs: half }))).toEqual({
      code: 'validation_failed',
      message: "completeness is 0.5, below 0.6; 'people[].email' is empty in 2 of 4 places",
      retryable: false,
    })
  })

  it('goes on where the document says so', async () => {
    expect(await validate({ checks: completeness(0.6), on_below: 'continue' }, { inputs: half })).toMatchObject({
      outputs: { passed: false, scores: { completeness: 0.5 } },
    })
  })

  it('asks a person where the document says so', async () => {
    expect(await validate({ checks: completeness(0.6), on_below: 'ask' }, { inputs: half })).toEqual({
      outputs: { passed: false, scores: { completeness: 0.5 }, problems: expect.any(Array) },
      question: {
        kind: 'below_threshold',
        message: "completeness is 0.5, below 0.6; 'people[].email' is empty in 2 of 4 places",
        choices: ['continue', 'fail', 'replan'],
      },
    })
  })

  it('scores what the run has produced where it has no inputs, and only the checks that are on', async () => {
    const checks = { completeness: { threshold: 1 }, relevance: { enabled: false } }
    expect(await validate({ checks }, { subject: { a: { n: 1 } } })).toMatchObject({
      outputs: { scores: { completeness: 1 } },
    })
  })

  it('does not round a score up to the threshold that it missed', async () => {
    const subject = { list: [...Array(999).fill('x'), ''] }
    expect(await validate({ checks: completeness(1), on_below: 'continue' }, { subject })).toMatchObject({
      outputs: { problems: ['completeness is 0.99, below 1', expect.stringContaining("'list[]'")] },
    })
  })

  it('is the same without an activity around it', async () => {
    const request = requestOf({ checks: completeness(0.6), on_below: 'ask' }, { inputs: half })
    expect(runValidation(request)).toEqual(await executeStep(validation, request, context, equipmentOf({})))
  })
})

describe('a mocked validation is judged like a real one', () => {
  const checks = { relevance: { threshold: 0.5 }, completeness: { enabled: true } }

  it.each<[JsonObject, string]>([
    [{ relevance: 0.4 }, 'relevance is 0.4, below 0.5'],
    [{ scores: { relevance: 0.4, completeness: 0.9 }, passed: false, problems: [] }, 'relevance is 0.4, below 0.5'],
    [{ scores: { relevance: 0.9 }, passed: false, problems: ['too few'] }, 'too few'],
    [{ passed: false }, 'the validation did not pass'],
  ])('%j is below', async (outputs, message) => {
    expect(await mocked({ checks, on_below: 'ask' }, outputs)).toMatchObject({ outputs, question: { message } })
    expect(await failure(mocked({ checks, on_below: 'fail' }, outputs))).toMatchObject({ message, retryable: false })
    expect(await mocked({ checks, on_below: 'continue' }, outputs)).toEqual({ outputs })
  })

  it.each<JsonObject>([{ passed: true }, { relevance: 0.5 }, {}, { scores: { completeness: 0.5 } }])(
    '%j passes',
    async (outputs) => {
      expect(await mocked({ checks, on_below: 'fail' }, outputs)).toEqual({ outputs })
    },
  )

  it('counts only the checks that are on', async () => {
    const off = { relevance: { enabled: false, threshold: 0.5 } }
    expect(await mocked({ checks: off, on_below: 'fail' }, { relevance: 0.1 })).toEqual({ outputs: { relevance: 0.1 } })
  })
})

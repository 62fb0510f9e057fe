import type { Answer, ExecutionEvent, ExecutionState } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { operatedRun } from './operated-run.fixture.js'
import { randomDocument } from './random-document.fixture.js'
import { errorsOf } from './run-document.fixture.js'

const legal = randomDocument({ onError: true, onDemand: true }).filter((document) => errorsOf(document).length === 0)

/** Seconds between two looks of the person who answers. */
const LOOK = 30

/** Somebody who looks at the execution every half minute and answers everything in the same way. */
function answering(value: Answer, looks: number) {
  return Array.from({ length: looks }, (_, look) => ({
    at: LOOK * (look + 1),
    make: ({ steps, questions }: ExecutionState) => ({
      operation: 'answerStep' as const,
      request_id: `look-${look}`,
      step: [...steps, ...questions].find(({ status }) => status === 'waiting')?.id ?? 'nobody',
      value,
    }),
  }))
}

/** Events of each step that was asked about. */
function askedAbout(events: readonly ExecutionEvent[]): ExecutionEvent[][] {
  const asked = new Set(events.filter(({ type }) => type === 'step.answer_requested').map(({ step_id }) => step_id))
  return [...asked].map((id) => events.filter(({ step_id }) => step_id === id))
}

const typesOf = (events: readonly ExecutionEvent[]) => events.map(({ type }) => type)
const after = (types: readonly string[], type: string) => types[types.lastIndexOf(type) + 1]
const how = fc.record({ seed: fc.nat(), hold_failures: fc.boolean() })
const continued = fc.constantFrom(undefined, 1, 3)
const with_ = (every: number | undefined) => (every === undefined ? {} : { continue_every: every })

describe('questions', () => {
  it('that nobody answers fail their steps in their time, and keep no other step waiting', async () => {
    let questions = 0
    await fc.assert(
      fc.asyncProperty(legal, how, continued, async (document, options, every) => {
        const { state, events, told } = await operatedRun({ document, attempts: [], ...options, ...with_(every) })
        expect(told).toEqual(events)
        expect(['completed', 'failed']).toContain(state.status)
        for (const own of askedAbout(events)) {
          questions += 1
          const asked = own.findLast(({ type }) => type === 'step.answer_requested')
          const ended = own.at(-1)
          expect(['step.failed', 'step.cancelled']).toContain(ended?.type)
          if (ended?.type !== 'step.failed') continue
          expect(ended.time).toBe((asked?.time ?? 0) + 300_000)
          expect(ended.failure?.message).toMatch(/^nobody answered within 5 minutes: /)
        }
      }),
      { numRuns: 150 },
    )
    expect(questions).toBeGreaterThan(100)
  })

  it.each<[Answer, readonly string[]]>([
    ['continue', ['step.completed', 'step.failed']],
    ['retry', ['step.retrying', 'step.cancelled']],
    ['skip', ['step.skipped']],
    ['fail', ['step.failed']],
    ['replan', ['step.failed']],
  ])('answered by %s do what the answer says', async (value, next) => {
    let answers = 0
    await fc.assert(
      fc.asyncProperty(legal, how, continued, async (document, options, every) => {
        const run = await operatedRun({
          document,
          attempts: [],
          operations: answering(value, 20),
          ...options,
          ...with_(every),
        })
        expect(run.told).toEqual(run.events)
        expect(run.state.failure?.code).not.toBe('interpreter_failed')
        expect(run.state.questions).toEqual([])
        for (const own of askedAbout(run.events)) {
          const types = typesOf(own)
          if (!types.includes('step.answered')) continue
          answers += 1
          expect(next).toContain(after(types, 'step.answered'))
        }
      }),
      { numRuns: 80 },
    )
    expect(answers).toBeGreaterThan(10)
  })
})

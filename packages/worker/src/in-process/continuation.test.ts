import { planPipeline } from '@odp/dsl'
import type { ExecutionEvent } from '@odp/dsl/plan'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StepError } from '../activities/step-error.js'
import { Execution } from '../workflows/interpreter/execution.js'
import { type Clock, VirtualClock } from './clock.js'
import { InProcessHost, type Work } from './in-process-host.js'
import { randomDocument, weatherOf } from './random-document.fixture.js'
import { documentOf, errorsOf, step } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

const legal = randomDocument({}).filter((document) => errorsOf(document).length === 0)

/** Runs a document in a weather, in a new run after every so many answers. */
async function run(document: Parameters<typeof planPipeline>[0], seed: number, failures: number, every?: number) {
  const clock = new VirtualClock()
  const told: ExecutionEvent[] = []
  const calls: string[] = []
  let runs = 0
  const work: Work = async ({ step }, { number }) => {
    calls.push(`${step}#${number}`)
    const { fails, retryable, seconds, v } = weatherOf(step, number, { seed, failures })
    await clock.sleep(seconds).fired
    if (fails) throw new StepError('step_failed', 'bad weather', { retryable })
    return { outputs: { v } }
  }
  const result = await runInProcess(
    planPipeline(document),
    { execution_id: 'e', input: {} },
    {
      work,
      clock,
      onEvent: (event) => told.push(event),
      onStart: () => {
        runs += 1
      },
      ...(every === undefined ? {} : { continue_every: every }),
    },
  )
  return { ...result, told, calls, runs }
}

const statuses = ({ state }: Awaited<ReturnType<typeof run>>) => state.steps.map(({ id, status }) => [id, status])

describe('an execution that goes on in new runs', () => {
  it('tells every event once and never changes what it has told', async () => {
    await fc.assert(
      fc.asyncProperty(
        legal,
        fc.nat(),
        fc.constantFrom(0, 0.3),
        fc.integer({ min: 1, max: 5 }),
        async (document, seed, failures, every) => {
          const continued = await run(document, seed, failures, every)
          expect(continued.told).toEqual(continued.events)
          expect(continued.state.failure?.code).not.toBe('interpreter_failed')
        },
      ),
      { numRuns: 150 },
    )
  })

  it('does the same work with the same results as in one run, where nothing fails', async () => {
    let runs = 0
    await fc.assert(
      fc.asyncProperty(legal, fc.nat(), fc.integer({ min: 1, max: 5 }), async (document, seed, every) => {
        const whole = await run(document, seed, 0)
        const continued = await run(document, seed, 0, every)
        expect(statuses(continued)).toEqual(statuses(whole))
        expect(continued.outputs).toEqual(whole.outputs)
        expect([...continued.calls].sort()).toEqual([...whole.calls].sort())
        runs += continued.runs
      }),
      { numRuns: 150 },
    )
    expect(runs).toBeGreaterThan(250)
  })

  it('ends with a typed failure where the journal is of another plan', async () => {
    const plan = planPipeline(documentOf([step('a')]))
    const host = new InProcessHost(async () => ({ outputs: {} }), new VirtualClock())
    const journal = [[{ t: 1, n: 7, r: { outputs: {} } }]]
    const execution = new Execution(plan, { execution_id: 'e', input: {} }, host, {
      continuation: { started_at: 0, began_at: 0, journal },
    })
    expect(await execution.run()).toBe('failed')
    expect(execution.state().failure?.code).toBe('interpreter_failed')
  })

  it('never goes back in time when the clock of the machine does', async () => {
    const clock = new VirtualClock()
    let back = 0
    const jumping: Clock = {
      now: () => clock.now() - back,
      sleep: (seconds) => clock.sleep(seconds),
      advance: () => clock.advance(),
    }
    const work: Work = async () => {
      await clock.sleep(5).fired
      back += 3_600_000
      return { outputs: {} }
    }
    const plan = planPipeline(documentOf([step('a'), step('b', { depends_on: ['a'] })]))
    const { events, status } = await runInProcess(plan, { execution_id: 'e', input: {} }, { work, clock: jumping })
    expect(status).toBe('completed')
    const times = events.map((event) => event.time)
    expect(times).toEqual([...times].sort((one, other) => one - other))
  })
})

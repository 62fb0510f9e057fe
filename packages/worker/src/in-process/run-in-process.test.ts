import { planPipeline } from '@odp/dsl'
import { describe, expect, it } from 'vitest'
import { StepError } from '../activities/step-error.js'
import { VirtualClock } from './clock.js'
import { documentOf, step } from './run-document.fixture.js'
import { runInProcess } from './run-in-process.js'

const plan = planPipeline(documentOf([step('a'), step('b', { depends_on: ['a'] })]))
const start = { execution_id: 'e', input: {} }

describe('a run in this process', () => {
  it.each([undefined, new VirtualClock()])('tells every event, in order (%#)', async (clock) => {
    const seen: number[] = []
    const result = await runInProcess(plan, start, {
      work: async () => ({ outputs: {} }),
      onEvent: ({ sequence }) => seen.push(sequence),
      ...(clock === undefined ? {} : { clock }),
    })
    expect(result.status).toBe('completed')
    expect(seen).toEqual(result.events.map((event) => event.sequence))
    expect(seen).toEqual(seen.map((_, index) => index + 1))
  })

  it('aborts the work of a step when it is cancelled, in real time too', async () => {
    const controller = new AbortController()
    let aborted = false
    const result = await runInProcess(plan, start, {
      signal: controller.signal,
      work: (_request, { signal }) => {
        signal.addEventListener('abort', () => {
          aborted = true
        })
        setTimeout(() => controller.abort(), 5)
        return new Promise(() => {})
      },
    })
    expect([result.status, aborted]).toEqual(['cancelled', true])
    expect(result.state.steps.map((run) => run.status)).toEqual(['cancelled', 'skipped'])
  })

  it('does no work where it was cancelled before', async () => {
    let calls = 0
    const work = async () => {
      calls += 1
      return { outputs: {} }
    }
    expect((await runInProcess(plan, start, { work, signal: AbortSignal.abort() })).status).toBe('cancelled')
    expect(calls).toBe(0)
  })

  it('leaves no timer behind that would keep the process alive', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const inside = { id: 'g', type: 'parallel_group', timeout_minutes: 60, steps: [step('bad')] }
    const failing = planPipeline(documentOf([inside, step('long')], { timeout_minutes: 60 }))
    const work = ({ step: id }: { step: string }) =>
      id === 'bad' ? Promise.reject(new StepError('step_failed', 'boom')) : new Promise<never>(() => {})
    expect((await runInProcess(failing, start, { work })).status).toBe('failed')
    expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout')).toHaveLength(before)
  })

  it('gives attempts their number', async () => {
    const numbers: number[] = []
    const work = async (_request: object, { number }: { number: number }) => {
      numbers.push(number)
      if (number < 3) throw new Error('again')
      return { outputs: {} }
    }
    const one = planPipeline(documentOf([step('a')]))
    expect((await runInProcess(one, start, { work, clock: new VirtualClock() })).status).toBe('completed')
    expect(numbers).toEqual([1, 2, 3])
  })
})

import { describe, expect, it } from 'vitest'
import { documentOf, runDocument, step } from '../../in-process/run-document.fixture.js'

const items = Array.from({ length: 10_000 }, (_, index) => index)

/** Of this thread, since others may use the machine too. A wide bound: a slow machine must not fail it, quadratic work must. */
const LIMIT_MS = 8_000

async function timed<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.threadCpuUsage()
  const result = await work()
  const { user, system } = process.threadCpuUsage(before)
  expect((user + system) / 1000).toBeLessThan(LIMIT_MS)
  return result
}

function loop(max_parallel: number) {
  return {
    id: 'each',
    type: 'loop',
    iterate_over: '{{input.items}}',
    loop_variable: 'item',
    max_parallel,
    steps: [step('work', { inputs: { item: '{{item}}' }, outputs: { v: 'kept' } })],
  }
}

describe('large runs', () => {
  it.each([10, 10_000])('runs a loop of 10,000 items, %d at a time', async (most) => {
    const { status, outputs, calls } = await timed(() =>
      runDocument(documentOf([loop(most)]), { work: { outputs: { v: 1 } } }, { input: { items } }),
    )
    expect(status).toBe('completed')
    expect(outputs.each).toMatchObject({ count: 10_000, failed: 0 })
    expect(calls.map((call) => call.inputs?.item)).toEqual(items)
  })

  it('runs a chain of 2,000 steps', async () => {
    const steps = Array.from({ length: 2_000 }, (_, index) =>
      step(`s${index}`, index === 0 ? {} : { depends_on: [`s${index - 1}`] }),
    )
    const { state } = await timed(() => runDocument(documentOf(steps)))
    expect(state.steps.every((run) => run.status === 'completed')).toBe(true)
  })

  it('skips a chain of 2,000 steps', async () => {
    const steps = Array.from({ length: 2_000 }, (_, index) =>
      step(
        `s${index}`,
        index === 0
          ? { outputs: { v: 'a' }, on_error: { continue_on_failure: true } }
          : { inputs: { v: `{{s${index - 1}.v}}` }, outputs: { v: 'a' } },
      ),
    )
    const { state } = await timed(() => runDocument(documentOf(steps), { s0: { error: { message: 'no luck' } } }))
    expect(state.status).toBe('completed')
    expect(state.steps.filter((run) => run.status === 'skipped')).toHaveLength(1_999)
    expect(state.steps[3]?.reason).toBe(
      "it reads 's2', which was skipped: it reads 's1', which was skipped: it reads 's0', which failed: no luck",
    )
  })

  it('runs 2,000 steps one after the other that are ready at once', async () => {
    const steps = Array.from({ length: 2_000 }, (_, index) => step(`s${index}`))
    const { calls } = await timed(() => runDocument(documentOf(steps, { max_parallel: 1 })))
    expect(calls.map((call) => call.step)).toEqual(steps.map((each) => each.id))
  })

  it('calls a chain of 500 fallbacks', async () => {
    const steps = Array.from({ length: 500 }, (_, index) =>
      step(`s${index}`, {
        outputs: { v: 'a' },
        ...(index === 0 ? {} : { is_child: true }),
        ...(index === 499 ? {} : { on_error: { fallback_step: `s${index + 1}` } }),
      }),
    )
    const failing = Object.fromEntries(steps.slice(0, -1).map((each) => [each.id, { error: {} }]))
    const reader = step('reader', { inputs: { v: '{{s0.v}}' } })
    const { status, calls } = await timed(() =>
      runDocument(documentOf([...steps, reader]), { ...failing, s499: { outputs: { v: 7 } } }),
    )
    expect(status).toBe('completed')
    expect(calls.at(-1)).toMatchObject({ step: 'reader', inputs: { v: 7 } })
  })
})

import { describe, expect, it } from 'vitest'
import { documentOf, runDocument, step } from '../../in-process/run-document.fixture.js'

const boom = { error: { message: 'boom' } }
const child = (id: string, more = {}) => step(id, { is_child: true, ...more })
const group = (id: string, steps: ReturnType<typeof step>[], more = {}) => ({
  id,
  type: 'parallel_group',
  steps,
  ...more,
})

describe('attempts that fail', () => {
  it('cost what they took, and say nothing of it', async () => {
    const dear = { error: { message: 'boom', retryable: true, cost_units: 2 } }
    const retried = (id: string) =>
      step(id, { retry_policy: { max_attempts: 3 }, on_error: { continue_on_failure: true } })
    const document = documentOf([retried('a'), retried('b')])
    const { state, events } = await runDocument(document, { a: dear, b: [dear, {}] })
    expect([state.cost_units, ...state.steps.map((run) => run.cost_units)]).toEqual([8, 6, 2])
    expect(state.steps[0]?.failure).toEqual({ code: 'step_failed', message: 'boom', retryable: true })
    expect(JSON.stringify(events.map(({ failure }) => failure ?? null))).not.toContain('cost_units')
  })
})

describe('fallbacks', () => {
  it('stand in for a step through a chain, and readers get the outputs of the last', async () => {
    const document = documentOf([
      step('a', { outputs: { v: 'x' }, on_error: { fallback_step: 'b' } }),
      child('b', { outputs: { v: 'x' }, on_error: { fallback_step: 'c' } }),
      child('c', { outputs: { v: 'x' } }),
      step('reader', { inputs: { v: '{{a.v}}' } }),
      step('waiter', { depends_on: ['a'] }),
    ])
    const { status, state, statuses, calls } = await runDocument(document, {
      a: boom,
      b: boom,
      c: { outputs: { v: 3 } },
    })
    expect(status).toBe('completed')
    expect(statuses).toEqual({ a: 'failed', b: 'failed', c: 'completed', reader: 'completed', waiter: 'completed' })
    expect(state.steps.map((run) => run.rescued_by)).toEqual(['b', 'c', undefined, undefined, undefined])
    expect(calls.find((call) => call.step === 'reader')?.inputs).toEqual({ v: 3 })
  })

  it('run once for two callers', async () => {
    const document = documentOf([
      step('a', { on_error: { fallback_step: 'f' } }),
      step('b', { on_error: { fallback_step: 'f' } }),
      child('f'),
    ])
    const { status, calls, state } = await runDocument(document, { a: boom, b: { ...boom, seconds: 9 } })
    expect(status).toBe('completed')
    expect(calls.map((call) => call.step)).toEqual(['a', 'b', 'f'])
    expect(state.steps.map((run) => run.rescued_by)).toEqual(['f', 'f', undefined])
  })

  it('are skipped when nobody needs them', async () => {
    const { statuses, state } = await runDocument(
      documentOf([step('a', { on_error: { fallback_step: 'f' } }), child('f')]),
    )
    expect(statuses).toEqual({ a: 'completed', f: 'skipped' })
    expect(state.steps[1]?.reason).toBe("'a' completed")
  })

  it('that fail leave the failure to continue_on_failure of the step that called them', async () => {
    const failing = (more: object) =>
      runDocument(documentOf([step('a', { on_error: { fallback_step: 'f', ...more } }), child('f')]), {
        a: boom,
        f: boom,
      })
    expect((await failing({ continue_on_failure: true })).status).toBe('completed')
    const { status, failure } = await failing({})
    expect([status, failure?.step]).toEqual(['failed', 'a'])
  })

  it('that are groups fail as a whole, and the first caller in the chain decides', async () => {
    const document = documentOf([
      step('a', { on_error: { fallback_step: 'g', continue_on_failure: true } }),
      group('g', [step('inner')], { is_child: true, on_error: { fallback_step: 'h' } }),
      group('h', [step('deep')], { is_child: true }),
      step('last', { depends_on: ['a'] }),
    ])
    const { status, statuses } = await runDocument(document, { a: boom, inner: boom, deep: boom })
    expect(status).toBe('completed')
    expect(statuses).toMatchObject({ a: 'failed', g: 'failed', h: 'failed', last: 'completed' })
  })
})

describe('a failure that nothing stands in for', () => {
  it('fails the run at once: running work is cancelled, the rest skipped', async () => {
    const document = documentOf([
      step('bad', { retry_policy: { max_attempts: 1 } }),
      step('long'),
      step('next', { depends_on: ['long'] }),
    ])
    const { status, statuses, state, failure } = await runDocument(document, {
      bad: { ...boom, seconds: 2 },
      long: { seconds: 100 },
    })
    expect([status, failure?.step]).toEqual(['failed', 'bad'])
    expect(statuses).toEqual({ bad: 'failed', long: 'cancelled', next: 'skipped' })
    expect((state.ended_at ?? 0) - state.started_at).toBe(2_000)
  })

  it('fails the control steps around it and cancels the others', async () => {
    const loop = { id: 'l', type: 'loop', iterate_over: [1, 2], loop_variable: 'i', steps: [group('g', [step('bad')])] }
    const other = group('other', [step('long')])
    const { statuses, events, failure, state } = await runDocument(documentOf([loop, other]), {
      bad: boom,
      long: { seconds: 9 },
    })
    expect(statuses).toEqual({ l: 'failed', other: 'cancelled', long: 'cancelled' })
    expect(failure?.step).toBe('l[0].bad')
    expect(failure?.message).toBe("'l[0].bad' failed: boom")
    const failed = events.filter((event) => event.type === 'step.failed').map((event) => event.step_id)
    expect(failed).toEqual(['l[0].bad', 'l[0].g', 'l'])
    expect(state.steps[0]?.ended_at).toBeDefined()
  })

  it('waits inside a control step that goes on', async () => {
    const document = documentOf([
      group('g', [step('bad'), step('long')], { on_error: { continue_on_failure: true } }),
      step('reader', { inputs: { g: { from: '{{g.long}}', default: null } } }),
    ])
    const { status, statuses, state } = await runDocument(document, { bad: boom, long: { seconds: 5 } })
    expect(status).toBe('completed')
    expect(statuses).toEqual({ g: 'failed', bad: 'failed', long: 'completed', reader: 'completed' })
    expect(state.steps[0]?.failure?.message).toBe("'bad' failed: boom")
  })
})

describe('retries', () => {
  it('wait longer each time and tell about it', async () => {
    const policy = { max_attempts: 4, initial_backoff_seconds: 2, max_backoff_seconds: 5 }
    const lost = { error: { message: 'lost', retryable: true } }
    const { events, state } = await runDocument(documentOf([step('a', { retry_policy: policy })]), {
      a: [lost, lost, lost, {}],
    })
    const retries = events.filter((event) => event.type === 'step.retrying')
    expect(retries.map((event) => [event.attempt, event.time - state.started_at])).toEqual([
      [2, 0],
      [3, 2_000],
      [4, 6_000],
    ])
    expect(state.steps[0]).toMatchObject({ status: 'completed', attempts: 4, ended_at: state.started_at + 11_000 })
  })

  it('are not made for a final failure, nor for missing outputs', async () => {
    const document = documentOf([
      step('final', { on_error: { continue_on_failure: true } }),
      step('short', { outputs: { v: 'x' }, on_error: { continue_on_failure: true } }),
    ])
    const { calls, state } = await runDocument(document, { final: boom, short: { outputs: { w: 1 } } })
    expect(calls).toHaveLength(2)
    expect(state.steps[1]?.failure?.code).toBe('output_missing')
  })

  it('after a lost worker use nothing of the policy up, and their wait is that of the failures', async () => {
    const policy = { max_attempts: 2, initial_backoff_seconds: 3, backoff: 'exponential' }
    const lost = { error: { code: 'worker_lost', retryable: true } } as const
    const failed = { error: { retryable: true } }
    const { state, events } = await runDocument(documentOf([step('a', { retry_policy: policy })]), {
      a: [lost, lost, lost, lost, failed, lost, lost, {}],
    })
    expect(state.steps[0]).toMatchObject({ status: 'completed', attempts: 8, ended_at: state.started_at + 3_000 })
    expect(events.flatMap(({ attempt }) => attempt ?? [])).toEqual([2, 3, 4, 5, 6, 7, 8])
    const once = documentOf([step('a', { retry_policy: { max_attempts: 1 } })])
    expect((await runDocument(once, { a: [lost, {}] })).status).toBe('completed')
    expect((await runDocument(once, { a: [lost, failed] })).calls).toHaveLength(2)
  })

  it.each([
    [1, 5],
    [7, 7],
  ])('of %d attempts end where %d workers in a row are lost', async (max_attempts, losses) => {
    const document = documentOf([step('a', { retry_policy: { max_attempts } })])
    const { calls, failure } = await runDocument(document, { a: { error: { code: 'worker_lost', retryable: true } } })
    expect(calls).toHaveLength(losses)
    expect(failure).toMatchObject({ code: 'worker_lost', step: 'a' })
    expect(failure?.message).toContain(`${losses} workers in a row were lost`)
  })

  it('follow an attempt over its time', async () => {
    const { calls, state } = await runDocument(
      documentOf([step('slow', { timeout_minutes: 1, retry_policy: { max_attempts: 2, initial_backoff_seconds: 0 } })]),
      { slow: { seconds: 3600 } },
    )
    expect(calls).toHaveLength(2)
    expect(state.failure).toMatchObject({ code: 'step_timed_out', message: "'slow' failed: timed out after 1 minutes" })
    expect((state.ended_at ?? 0) - state.started_at).toBe(120_000)
  })
})

describe('time', () => {
  it('of the pipeline ends everything', async () => {
    const { status, statuses, failure } = await runDocument(
      documentOf([step('long'), step('next', { depends_on: ['long'] })], { timeout_minutes: 1 }),
      { long: { seconds: 90 } },
    )
    expect([status, failure?.message]).toEqual(['failed', 'pipeline timed out after 1 minutes'])
    expect(statuses).toEqual({ long: 'cancelled', next: 'skipped' })
  })

  it('of a control step ends what is inside and leaves the rest to its on_error', async () => {
    const loop = {
      id: 'l',
      type: 'loop',
      iterate_over: [1, 2, 3],
      loop_variable: 'i',
      max_parallel: 2,
      steps: [step('inner')],
      timeout_minutes: 1,
      on_error: { fallback_step: 'f' },
    }
    const { status, statuses, events } = await runDocument(documentOf([loop, child('f')]), { inner: { seconds: 3600 } })
    expect(status).toBe('completed')
    expect(statuses).toEqual({ l: 'failed', f: 'completed' })
    const cancelled = events.filter((event) => event.type === 'step.cancelled').map((event) => event.step_id)
    expect(cancelled).toEqual(['l[0].inner', 'l[1].inner'])
  })
})

import { planPipeline } from '@odp/dsl'
import { describe, expect, it } from 'vitest'
import { runInProcess, VirtualClock } from '../../in-process/index.js'
import { documentOf, runDocument, step } from '../../in-process/run-document.fixture.js'

const child = (id: string, more = {}) => step(id, { is_child: true, ...more })

describe('checks', () => {
  const document = documentOf([
    step('a', {
      outputs: { n: 'x' },
      check: [
        { boolean: 'n > 2', run: 'many' },
        { not_exists: 'n.detail', run: 'plain' },
      ],
    }),
    child('many'),
    step('plain'),
    step('reader', { inputs: { v: { from: '{{many.v}}', default: 'none' } } }),
  ])

  it('run what they name when they hold, child or not', async () => {
    expect((await runDocument(document, { a: { outputs: { n: 3 } } })).statuses).toMatchObject({
      many: 'completed',
      plain: 'completed',
    })
    // A map compared with a number stands for its size.
    const few = await runDocument(document, { a: { outputs: { n: { detail: 1 } } } })
    expect(few.statuses).toMatchObject({ a: 'completed', many: 'skipped', plain: 'skipped' })
  })

  it('that do not hold skip, with the reason', async () => {
    const { state, statuses } = await runDocument(document, { a: { outputs: { n: 1 } } })
    expect(statuses).toEqual({ a: 'completed', many: 'skipped', plain: 'completed', reader: 'completed' })
    expect(state.steps[1]?.reason).toBe("the check of 'a' did not hold")
  })

  it('with an error fail their step, which then ends once', async () => {
    const { events, state } = await runDocument(document, { a: { outputs: { n: true } } })
    expect(state.failure).toMatchObject({ step: 'a', code: 'expression_failed' })
    const types = events.filter((event) => event.step_id === 'a').map((event) => event.type)
    expect(types).toEqual(['step.started', 'step.failed'])
  })

  it('skip with the whole chain when their step was skipped', async () => {
    const { state } = await runDocument(
      documentOf([
        step('bad', { outputs: { v: 'x' }, on_error: { continue_on_failure: true } }),
        step('a', { inputs: { v: '{{bad.v}}' }, outputs: { n: 'x' }, check: [{ boolean: 'n == 1', run: 'c' }] }),
        child('c'),
      ]),
      { bad: { error: { message: 'no' } } },
    )
    expect(state.steps[2]?.reason).toBe("'a' was skipped: it reads 'bad', which failed: no")
  })
})

describe('routes', () => {
  const routed = (expression: string, more = {}) =>
    documentOf([
      step('a', {
        outputs: { n: 'x' },
        on_success: { routes: [{ match: { expression }, steps: [step('inside'), 'named'] }] },
        ...more,
      }),
      child('named'),
      step('slow', { outputs: { n: 'x' } }),
      step('after', { depends_on: ['a'] }),
    ])

  it('run their steps and the children that they name', async () => {
    const { statuses } = await runDocument(routed('{{a.n}} > 1'), {
      a: { outputs: { n: 2 } },
      slow: { outputs: { n: 1 } },
    })
    expect(statuses).toMatchObject({ inside: 'completed', named: 'completed', after: 'completed' })
    const closed = await runDocument(routed('{{a.n}} > 1'), { a: { outputs: { n: 1 } }, slow: { outputs: { n: 1 } } })
    expect(closed.statuses).toMatchObject({ inside: 'skipped', named: 'skipped', after: 'completed' })
  })

  it('settle after their owner: what depends on it does not wait', async () => {
    const { events } = await runDocument(routed('{{a.n}} > 1'), {
      a: { outputs: { n: 2 } },
      slow: { outputs: { n: 1 } },
      inside: { seconds: 50 },
    })
    const at = (type: string, id: string) => events.findIndex((event) => event.type === type && event.step_id === id)
    expect(at('step.completed', 'after')).toBeLessThan(at('step.completed', 'inside'))
  })

  it('with an error fail their owner, whose on_error decides', async () => {
    const { status, state, events } = await runDocument(
      routed('{{a.n}} && true', { on_error: { continue_on_failure: true } }),
      { a: { outputs: { n: 2 } }, slow: { outputs: { n: 1 } } },
    )
    expect(status).toBe('completed')
    expect(state.steps[0]).toMatchObject({ id: 'a', status: 'failed', failure: { code: 'expression_failed' } })
    expect(events.filter((event) => event.step_id === 'a').map((event) => event.type)).toEqual([
      'step.started',
      'step.failed',
    ])
  })

  it('that wait for a later step and then have an error fail the run', async () => {
    const answers = { a: { outputs: { n: 2 } }, slow: { outputs: { n: 1 }, seconds: 5 } }
    const { status, statuses, failure } = await runDocument(routed('{{slow.n}} && true'), answers)
    expect([status, failure?.step, failure?.code]).toEqual(['failed', 'a', 'expression_failed'])
    expect(statuses).toMatchObject({ a: 'completed', inside: 'skipped', named: 'skipped' })
  })
})

describe('a plan that was made by hand', () => {
  const plan = planPipeline(documentOf([step('a'), step('b')]))
  const run = (nodes: typeof plan.nodes) =>
    runInProcess(
      { ...plan, nodes },
      { execution_id: 'e', input: {} },
      { work: async () => ({ outputs: {} }), clock: new VirtualClock() },
    )

  it('ends when its steps wait for each other', async () => {
    const { status, failure } = await run([
      { id: 'a', type: 'function', after: ['b'] },
      { id: 'b', type: 'function', after: ['a'] },
    ])
    expect([status, failure?.message]).toEqual(['failed', "these steps wait for each other: 'a', 'b'"])
  })

  it('skips what nothing can activate', async () => {
    const { state } = await run([{ id: 'a', type: 'function', on_demand: true }])
    expect(state.steps[0]).toMatchObject({ status: 'skipped', reason: 'nothing activates it' })
  })
})

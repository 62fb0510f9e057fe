import type { JsonObject } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import { documentOf, runDocument, step } from '../../in-process/run-document.fixture.js'

const loop = (steps: ReturnType<typeof step>[], more: JsonObject = {}) => ({
  id: 'l',
  type: 'loop',
  iterate_over: '{{input.list}}',
  loop_variable: 'item',
  steps,
  ...more,
})
const boom = { error: { message: 'boom' } }

describe('loop', () => {
  it('gives its items in input order with status, error and outputs', async () => {
    const document = documentOf([
      loop([step('a', { inputs: { v: '{{item}}' }, outputs: { v: 'x' }, on_error: { continue_on_failure: true } })]),
      step('reader', { inputs: { all: '{{l.items[*].outputs.a.v}}', failed: '{{l.failed}}', count: '{{l.count}}' } }),
    ])
    const answers = [{ outputs: { v: 1 }, seconds: 9 }, boom, { outputs: { v: 3 } }]
    const { outputs, calls } = await runDocument(document, { a: answers }, { input: { list: ['x', 'y', 'z'] } })
    expect(outputs.l).toEqual({
      items: [
        { status: 'completed', error: null, outputs: { a: { v: 1 } } },
        { status: 'failed', error: 'boom', outputs: {} },
        { status: 'completed', error: null, outputs: { a: { v: 3 } } },
      ],
      count: 3,
      failed: 1,
    })
    expect(calls.at(-1)?.inputs).toEqual({ all: [1, null, 3], failed: 1, count: 3 })
    expect(calls[0]?.step).toBe('l[0].a')
  })

  it('starts no new item after a failure, lets the others end, and leaves the rest to its on_error', async () => {
    const document = documentOf([
      loop([step('a')], { max_parallel: 2, on_error: { fallback_step: 'f' } }),
      step('f', { is_child: true, outputs: { count: 'x' } }),
      step('reader', { inputs: { n: '{{l.count}}' } }),
    ])
    const answers = { a: [{ ...boom, seconds: 1 }, { seconds: 5 }], f: { outputs: { count: -1 } } }
    const { status, statuses, calls, events } = await runDocument(document, answers, { input: { list: [1, 2, 3, 4] } })
    expect(status).toBe('completed')
    expect(statuses).toEqual({ l: 'failed', f: 'completed', reader: 'completed' })
    expect(calls.map((call) => call.step)).toEqual(['l[0].a', 'l[1].a', 'f', 'reader'])
    expect(events.find((event) => event.step_id === 'l[1].a' && event.type === 'step.completed')).toBeDefined()
  })

  it('counts an item as completed where a fallback stood in, of a step or of the group around it', async () => {
    const group = { id: 'g', type: 'parallel_group', steps: [step('a')], on_error: { fallback_step: 'f' } }
    const document = documentOf([loop([group, step('f', { is_child: true })])])
    const { outputs } = await runDocument(document, { a: boom }, { input: { list: [1] } })
    expect(outputs.l).toMatchObject({ failed: 0, items: [{ status: 'completed', error: null, outputs: { f: {} } }] })
  })

  it('refuses more items than an execution can carry, before the first one', async () => {
    const list = Array.from({ length: 25_001 }, (_, index) => index)
    const run = (items: number[]) =>
      runDocument(documentOf([loop([step('a'), step('b')])]), {}, { input: { list: items } })
    const { state, calls } = await run(list)
    expect(state.failure).toMatchObject({ code: 'too_many_items', message: expect.stringContaining('carries 25000') })
    expect(calls).toEqual([])
    expect((await run(list.slice(0, 30))).status).toBe('completed')
  })

  it('of nothing completes, and of no list fails', async () => {
    expect((await runDocument(documentOf([loop([step('a')])]), {}, { input: { list: [] } })).outputs.l).toEqual({
      items: [],
      count: 0,
      failed: 0,
    })
    const { failure } = await runDocument(documentOf([loop([step('a')])]), {}, { input: { list: { a: 1 } } })
    expect(failure).toMatchObject({ code: 'not_a_list', step: 'l' })
  })

  it('inside a loop sees both items and the steps outside', async () => {
    const inner = {
      id: 'm',
      type: 'loop',
      iterate_over: '{{item}}',
      loop_variable: 'part',
      steps: [step('a', { inputs: { v: '{{before.v}}-{{part}} of {{item}}' } })],
    }
    const document = documentOf([step('before', { outputs: { v: 'x' } }), loop([inner], { max_parallel: 1 })])
    const { calls } = await runDocument(document, { before: { outputs: { v: 0 } } }, { input: { list: [[1, 2], [3]] } })
    expect(calls.slice(1).map((call) => [call.step, call.inputs?.v])).toEqual([
      ['l[0].m[0].a', '0-1 of [1,2]'],
      ['l[0].m[1].a', '0-2 of [1,2]'],
      ['l[1].m[0].a', '0-3 of [3]'],
    ])
  })

  it('keeps the artifacts that it declares', async () => {
    const document = documentOf([loop([step('a')], { outputs: { items: 'bronze.{{input.list[0]}}' } })])
    const { events } = await runDocument(document, {}, { input: { list: ['cats'] } })
    expect(events.find((event) => event.step_id === 'l' && event.type === 'step.completed')?.artifacts).toEqual([
      'bronze.cats',
    ])
  })
})

describe('conditional', () => {
  const document = documentOf([
    {
      id: 'c',
      type: 'conditional',
      condition: { expression: '{{input.n}} > 1' },
      branches: { if_true: { steps: [step('yes')] }, if_false: { steps: [step('no')] } },
    },
    step('reader', { inputs: { branch: '{{c.branch}}' } }),
  ])

  it.each([
    [2, 'yes', 'no', 'if_true'],
    [1, 'no', 'yes', 'if_false'],
  ])('of %d runs %s and skips %s', async (n, taken, other, branch) => {
    const { statuses, state, calls } = await runDocument(document, {}, { input: { n } })
    expect(statuses).toMatchObject({ c: 'completed', [taken]: 'completed', [other]: 'skipped' })
    expect(state.steps.find((run) => run.id === other)?.reason).toBe(`branch ${branch} of 'c' was taken`)
    expect(calls.at(-1)?.inputs).toEqual({ branch })
  })

  it('fails where its condition is no boolean', async () => {
    const { failure, statuses } = await runDocument(document, {}, { input: { n: true } })
    expect(failure).toMatchObject({ code: 'expression_failed', step: 'c' })
    expect(statuses).toMatchObject({ yes: 'skipped', no: 'skipped', reader: 'skipped' })
  })

  it('without the branch that is taken completes at once', async () => {
    const half = documentOf([
      {
        id: 'c',
        type: 'conditional',
        condition: { expression: 'false' },
        branches: { if_true: { steps: [step('yes')] } },
      },
    ])
    expect((await runDocument(half)).statuses).toEqual({ c: 'completed', yes: 'skipped' })
  })
})

describe('parallel_group', () => {
  it('gives one field a step that completed', async () => {
    const document = documentOf([
      {
        id: 'g',
        type: 'parallel_group',
        steps: [step('a', { outputs: { v: 'x' } }), step('b', { on_error: { continue_on_failure: true } })],
      },
    ])
    const { outputs, statuses } = await runDocument(document, { a: { outputs: { v: 1 } }, b: boom })
    expect(outputs.g).toEqual({ a: { v: 1 } })
    expect(statuses).toEqual({ g: 'completed', a: 'completed', b: 'failed' })
  })

  it('bounds the work inside, wherever nested, and no control step keeps a place from it', async () => {
    const inner = loop([step('work', { inputs: { v: '{{first.v}}' } })], { max_parallel: 9 })
    const document = documentOf(
      [
        step('before'),
        {
          id: 'g',
          type: 'parallel_group',
          parallel_config: { max_parallel: 1 },
          steps: [step('first', { outputs: { v: 'x' } }), inner],
        },
      ],
      { max_parallel: 1 },
    )
    const answers = { before: { seconds: 1 }, first: { outputs: { v: 1 }, seconds: 1 }, work: { seconds: 1 } }
    const { status, state } = await runDocument(document, answers, { input: { list: [1, 2, 3] } })
    expect(status).toBe('completed')
    expect((state.ended_at ?? 0) - state.started_at).toBe(5_000)
  })
})

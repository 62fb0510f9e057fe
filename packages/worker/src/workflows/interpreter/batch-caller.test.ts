import { planPipeline } from '@odp/dsl'
import type { Plan, StepRequest } from '@odp/dsl/plan'
import { describe, expect, it } from 'vitest'
import type { Work } from '../../in-process/index.js'
import { runInProcess, VirtualClock } from '../../in-process/index.js'
import { documentOf, step } from '../../in-process/run-document.fixture.js'

const document = documentOf([
  {
    id: 'l',
    type: 'loop',
    iterate_over: '{{input.list}}',
    loop_variable: 'item',
    max_parallel: 2,
    batch_size: 3,
    steps: [step('a', { inputs: { v: '{{item}}' }, outputs: { v: 'x' } })],
  },
])

/** A plan whose loop body takes many items in one call, whatever a catalog says. */
function batchPlan(): Plan {
  const plan = planPipeline(document)
  const nodes = plan.nodes.map((node) => ({
    ...node,
    nodes: (node.nodes ?? []).map((inner) => ({ ...inner, takes_batches: true as const })),
  }))
  return { ...plan, nodes }
}

async function run(list: readonly number[], answerOf: (v: number, request: StepRequest) => number | undefined) {
  const requests: StepRequest[] = []
  const work: Work = async (request) => {
    requests.push(request)
    return {
      results: (request.batch ?? []).map(({ inputs }) => {
        const v = answerOf(Number(inputs?.v), request)
        if (v === undefined) return { failure: { code: 'step_failed' as const, message: 'boom', retryable: true } }
        return { result: { outputs: { v } } }
      }),
    }
  }
  const result = await runInProcess(
    batchPlan(),
    { execution_id: 'e', input: { list: [...list] } },
    { work, clock: new VirtualClock() },
  )
  return { ...result, requests }
}

describe('a loop with batch_size', () => {
  it('makes one call of the items that start together, and gives each its own outputs', async () => {
    const { outputs, requests, status } = await run([1, 2, 3, 4, 5, 6, 7], (v) => 10 * v)
    expect(status).toBe('completed')
    expect(requests.map((request) => [request.step, request.batch?.map((item) => item.step)])).toEqual([
      ['l[0..2].a', ['l[0].a', 'l[1].a', 'l[2].a']],
      ['l[3..5].a', ['l[3].a', 'l[4].a', 'l[5].a']],
      ['l[6].a', ['l[6].a']],
    ])
    const many = await run(
      Array.from({ length: 30 }, (_, index) => index),
      (v) => v,
    )
    expect(many.requests.map((request) => request.batch?.length)).toEqual(Array(10).fill(3))
    expect(outputs.l).toMatchObject({
      count: 7,
      failed: 0,
      items: [1, 2, 3, 4, 5, 6, 7].map((v) => ({ outputs: { a: { v: 10 * v } } })),
    })
  })

  it('makes full batches of the items behind the window, too', async () => {
    const list = Array.from({ length: 20 }, (_, index) => index)
    const { requests } = await run(list, (v) => v)
    expect(requests.map((request) => request.batch?.length)).toEqual([3, 3, 3, 3, 3, 3, 2])
  })

  it('tries the items of a batch that failed again in one call', async () => {
    const { requests, status } = await run([1, 2, 3], (v, { batch }) =>
      batch?.length === 3 && v !== 2 ? undefined : v,
    )
    expect(status).toBe('completed')
    expect(requests.map((request) => request.batch?.map((item) => item.step))).toEqual([
      ['l[0].a', 'l[1].a', 'l[2].a'],
      ['l[0].a', 'l[2].a'],
    ])
  })

  it('tries only the items again that failed', async () => {
    let failures = 0
    const { status, requests } = await run([1, 2, 3], (v) => {
      if (v !== 2 || failures > 0) return v
      failures += 1
      return undefined
    })
    expect(status).toBe('completed')
    expect(requests.map((request) => request.batch?.map((item) => item.step))).toEqual([
      ['l[0].a', 'l[1].a', 'l[2].a'],
      ['l[1].a'],
    ])
  })
})

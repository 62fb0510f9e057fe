import { describe, expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { type EstimateOptions, estimatePipeline } from './estimate-pipeline.js'
import { renderEstimate } from './render-estimate.js'

/** `m3`: three units and thirty seconds a call. */
const catalog = {
  methods: [1, 2, 3, 8].map((cost) => ({
    id: `m${cost}`,
    step_type: 'function',
    estimate: { cost_units: cost, duration_seconds: cost * 10 },
  })),
}

function estimate(steps: Json[], more: Record<string, Json> = {}, options: Partial<EstimateOptions> = {}) {
  const document = { version: '1.0', pipeline_id: 'p', workspace_id: 'w', project_id: 'q', ...more, steps }
  return estimatePipeline(document as unknown as PipelineDocument, { catalog, ...options })
}

function work(id: string, cost: number, more: Record<string, Json> = {}): Record<string, Json> {
  return { id, type: 'function', method: `m${cost}`, retry_policy: { max_attempts: 1 }, ...more }
}

function loop(list: Json, steps: Json[], more: Record<string, Json> = {}): Record<string, Json> {
  return { id: 'each', type: 'loop', iterate_over: list, loop_variable: 'item', steps, ...more }
}

const range = (least: number, expected: number, most: number | null) => ({ least, expected, most })

describe('attempts', () => {
  test('every attempt may be paid, with the waits between them', () => {
    const retry = { max_attempts: 3, backoff: 'linear', initial_backoff_seconds: 4 }
    const { cost, duration, steps } = estimate([work('a', 2, { retry_policy: retry })])
    expect(cost).toEqual(range(2, 2, 6))
    expect(duration).toEqual(range(20, 20, 60 + 4 + 8))
    expect(steps[0]).toMatchObject({ id: 'a', path: ['steps', 0], depth: 0, calls: range(1, 1, 3) })
  })

  test('limits of an attempt and of the whole run bound the duration, not the cost', () => {
    expect(estimate([work('a', 8, { timeout_minutes: 1 })]).duration).toEqual(range(60, 60, 60))
    expect(estimate([work('a', 8)], { execution: { timeout_minutes: 0.5 } })).toMatchObject({
      duration: range(30, 30, 30),
      cost: range(8, 8, 8),
    })
  })
})

describe('what is not known', () => {
  test('counts as nothing, has no bound on its cost, and is named', () => {
    const { cost, duration, unknown } = estimate([work('a', 2), work('b', 5), work('c', 3)])
    expect(cost).toEqual(range(5, 5, null))
    // One attempt of a function has five minutes.
    expect(duration).toEqual(range(30, 30, 300))
    expect(unknown).toEqual(['b'])
  })

  test('one of several methods: the least, the mean and the most of them', () => {
    const several = work('a', 1, { method: 'm{{input.kind}}' })
    expect(estimate([several]).cost).toEqual(range(1, 3.5, 8))
  })
})

describe('loops', () => {
  test('a literal list has its length; the rounds take the time', () => {
    const { cost, duration, issues } = estimate([loop([1, 2, 3, 4, 5], [work('a', 3)], { max_parallel: 2 })])
    expect(cost).toEqual(range(15, 15, 15))
    expect(duration).toEqual(range(90, 90, 90))
    expect(issues).toEqual([])
  })

  test('a schema bounds the items, and what is assumed stays within the bounds', () => {
    const schema = { type: 'object', properties: { list: { type: 'array', minItems: 2, maxItems: 6 } } }
    const steps = [loop('{{input.list}}', [work('a', 1)])]
    expect(estimate(steps, { input_schema: schema }).cost).toEqual(range(2, 6, 6))
    expect(estimate(steps, { input_schema: schema }, { assume: { loop_items: { each: 3 } } }).cost.expected).toBe(3)
    expect(estimate(steps, { input_schema: schema }, { assume: { loop_items: 1 } }).cost.expected).toBe(2)
  })

  test('without a bound the most is open, which is an issue', () => {
    const { cost, issues } = estimate([loop('{{input.list}}', [work('a', 1)])])
    expect(cost).toEqual(range(0, 10, null))
    expect(issues).toMatchObject([{ code: 'estimate_unbounded', step: 'each', path: ['steps', 0, 'iterate_over'] }])
  })

  test('loops in loops multiply', () => {
    const inner = { ...loop([1, 2, 3], [work('a', 2)]), id: 'inner', loop_variable: 'other' }
    const { cost, steps } = estimate([loop([1, 2], [inner])])
    expect(cost).toEqual(range(12, 12, 12))
    expect(steps.map(({ id, calls, depth }) => [id, calls.most, depth])).toEqual([
      ['each', 1, 0],
      ['inner', 2, 1],
      ['a', 6, 2],
    ])
  })
})

describe('conditions', () => {
  const conditional = (if_true: Json[], if_false?: Json[]): Json => ({
    id: 'fork',
    type: 'conditional',
    condition: { expression: '{{input.x}} > 1' },
    branches: { if_true: { steps: if_true }, ...(if_false === undefined ? {} : { if_false: { steps: if_false } }) },
  })

  test('one branch is paid: the least, the mean, the most of them', () => {
    const { cost, duration, steps } = estimate([conditional([work('a', 8)], [work('b', 2)])])
    expect(cost).toEqual(range(2, 5, 8))
    expect(duration).toEqual(range(20, 50, 80))
    expect(steps[1]).toMatchObject({ id: 'a', cost: range(0, 4, 8) })
    expect(estimate([conditional([work('a', 8)])]).cost).toEqual(range(0, 4, 8))
  })

  test('whoever reads a branch runs with it', () => {
    const reader = work('reader', 2, { inputs: { x: '{{a.y}}' } })
    expect(estimate([conditional([work('a', 8)], [work('b', 8)]), reader]).cost).toEqual(range(8, 9, 10))
    const guarded = work('reader', 2, { inputs: { x: { or: ['{{a.y}}', '{{b.y}}'] } } })
    expect(estimate([conditional([work('a', 8)], [work('b', 8)]), guarded]).cost).toEqual(range(10, 10, 10))
  })

  test('checks and routes may hold; a fallback is not expected', () => {
    const child = work('child', 2, { is_child: true })
    const checked = [work('a', 1, { check: [{ not_exists: 'x', run: 'child' }] }), child]
    expect(estimate(checked)).toMatchObject({ cost: range(1, 2, 3), duration: range(10, 20, 30) })
    const routes = [{ match: { expression: '{{a.x}} > 1' }, steps: [work('inner', 2)] }]
    expect(estimate([work('a', 1, { on_success: { routes } })]).cost).toEqual(range(1, 2, 3))
    const rescued = estimate([work('a', 1, { on_error: { fallback_step: 'child' } }), child])
    expect(rescued).toMatchObject({ cost: range(1, 1, 3), duration: range(10, 10, 30) })
  })
})

describe('side by side', () => {
  test('the longest way through who waits for whom', () => {
    const steps = [
      work('a', 1),
      work('b', 8),
      work('c', 3, { depends_on: ['a'] }),
      work('d', 2, { inputs: { x: '{{c.y}}' } }),
    ]
    expect(estimate(steps).duration).toEqual(range(80, 80, 80))
    expect(estimate(steps.slice(0, 1).concat(steps.slice(2))).duration).toEqual(range(60, 60, 60))
  })

  test('max_parallel shares the work out', () => {
    const steps = [work('a', 2), work('b', 2), work('c', 2), work('d', 2)]
    expect(estimate(steps, { execution: { max_parallel: 1 } }).duration).toEqual(range(80, 80, 80))
    expect(estimate(steps, { execution: { max_parallel: 2 } }).duration).toEqual(range(40, 40, 50))
    expect(estimate(steps, { execution: { max_parallel: 4 } }).duration).toEqual(range(20, 20, 20))
  })

  test('a group has its own limit', () => {
    const group = (max_parallel: number): Json => ({
      id: 'group',
      type: 'parallel_group',
      parallel_config: { max_parallel },
      steps: [work('a', 2), work('b', 2), work('c', 2)],
    })
    expect(estimate([group(3)]).duration).toEqual(range(20, 20, 20))
    expect(estimate([group(1)]).duration).toEqual(range(60, 60, 60))
  })
})

test('the table names each step, what is not known, and the whole', () => {
  const text = renderEstimate(estimate([loop('{{input.list}}', [work('a', 3)]), work('b', 5), work('c', 1)]))
  expect(text.split('\n')).toEqual([
    'step   calls       cost            duration',
    'each   1           30 (0 – ∞)      5m (0s – ∞)',
    '  a    10 (0 – ∞)  30 (0 – ∞)      5m (0s – ∞)',
    'b      1           ?               ?',
    'c      1           1               10s',
    'total              31 (1 – ∞) + ?  30s (10s – ∞) + ?',
    '? the catalog does not say: b',
    "∞ nothing bounds how many items 'each' has, so nothing bounds what it costs and how long it takes",
    '',
  ])
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CatalogDocument } from '../catalog/define-catalog.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import { estimatePipeline } from '../estimate/estimate-pipeline.js'
import type { Json } from '../json/json.js'
import { diffPipelines } from './diff-pipelines.js'
import type { PipelineEstimateChange } from './estimate-changes.js'
import { renderDiff } from './render-diff.js'

const document = (steps: Json[]) =>
  ({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    steps,
  }) as unknown as PipelineDocument
const once = { max_attempts: 1 }
const work = (id: string, method: string): Json => ({ id, type: 'function', method, retry_policy: once })
const method = (id: string, cost_units?: number, duration_seconds?: number) => ({
  id,
  step_type: 'function',
  ...(cost_units === undefined ? {} : { estimate: { cost_units, duration_seconds: duration_seconds ?? 0 } }),
})
const catalog: CatalogDocument = { methods: [method('cheap', 1, 2), method('dear', 5, 60), method('untold')] }
const diff = (before: Json[], after: Json[]) => diffPipelines(document(before), document(after), { catalog })
const exactly = (value: number) => ({ least: value, expected: value, most: value })

test('a step that was added, removed or changed moves the estimate, others are not told of', () => {
  const { estimate } = diff(
    [work('a', 'cheap'), work('b', 'cheap'), work('c', 'dear')],
    [work('a', 'cheap'), work('b', 'dear'), work('d', 'cheap')],
  )
  expect(estimate?.steps.map(({ step, cost }) => [step, cost.before, cost.after, cost.change.expected])).toEqual([
    ['b', exactly(1), exactly(5), 4],
    ['d', exactly(0), exactly(1), 1],
    ['c', exactly(5), exactly(0), -5],
  ])
  expect(estimate).toMatchObject({
    cost: { before: exactly(7), after: exactly(7), change: exactly(0), complete: true },
  })
  expect(estimate?.unknown).toEqual({ before: [], after: [] })
})

test('what the catalog does not say is unknown, not zero', () => {
  const changed = diff([work('a', 'cheap'), work('b', 'dear')], [work('a', 'cheap'), work('b', 'untold')])
  expect(changed.estimate?.steps).toMatchObject([
    { step: 'b', cost: { before: exactly(5), after: null, change: { least: null, expected: null, most: null } } },
  ])
  expect(changed.estimate).toMatchObject({ cost: { complete: false }, unknown: { before: [], after: ['b'] } })
  expect(renderDiff(changed)).toMatch(/\n {2}b +5 → \? +1m → \?\n/)
  expect(renderDiff(changed)).toMatch(/\n {2}total +6 → 1 \(1 – ∞\) \+ \?, -5 \(-5 – \?\)/)
  expect(renderDiff(changed)).toContain('? the catalog does not say: b\n')

  const nothing = diff([work('a', 'untold')], [work('a', 'untold'), work('b', 'untold')])
  expect(nothing.estimate).toMatchObject({ cost: { before: null, after: null, complete: false } })
  expect(renderDiff(nothing)).toMatch(/\n {2}total +\? +\?\n/)
})

test('without a catalog nothing is said of the estimate, and the text says so', () => {
  const found = diffPipelines(document([work('a', 'cheap')]), document([work('a', 'dear')]))
  expect(found.estimate).toBeUndefined()
  expect(renderDiff(found)).toMatch(/\ncost and duration are unknown without a catalog\n$/)
})

test('a loop over more items costs more, told of it and of its steps', () => {
  const loop = (items: number[]): Json => ({
    id: 'l',
    type: 'loop',
    iterate_over: items,
    loop_variable: 'item',
    steps: [work('inner', 'cheap')],
  })
  const { estimate } = diff([loop([1])], [loop([1, 2, 3])])
  expect(estimate?.steps.map(({ step, cost }) => [step, cost.change])).toEqual([
    ['l', exactly(2)],
    ['inner', exactly(2)],
  ])
})

const known = (estimate: PipelineEstimateChange | undefined) =>
  new Set(estimate?.steps.flatMap(({ step, cost }) => (cost.before === cost.after ? [] : [step])))
const steps = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-f]$/), method: fc.constantFrom('cheap', 'dear', 'untold') }),
  { selector: ({ id }) => id },
)

test('the whole moves as the two estimates do, and back again', () => {
  fc.assert(
    fc.property(steps, steps, (left, right) => {
      const [before, after] = [left, right].map((list) => document(list.map(({ id, method }) => work(id, method)))) as [
        PipelineDocument,
        PipelineDocument,
      ]
      const there = diffPipelines(before, after, { catalog }).estimate
      const back = diffPipelines(after, before, { catalog }).estimate
      expect(back?.cost).toMatchObject({ before: there?.cost.after, after: there?.cost.before })
      expect(known(back)).toEqual(known(there))
      for (const key of ['cost', 'duration'] as const) {
        if (!there?.[key].complete) continue
        const [from, to] = [estimatePipeline(before, { catalog })[key], estimatePipeline(after, { catalog })[key]]
        expect(there[key].change.expected).toBeCloseTo(to.expected - from.expected, 6)
      }
    }),
  )
})

// Every shape in the form of each contender that has it.
import { checkPipeline, planPipeline } from '@odp/dsl'
import { catalog } from './noop-methods.mjs'

const HEAD = { version: '1.0', name: 'Benchmark', workspace_id: 'bench', project_id: 'bench' }

export function odp(pipeline_id, steps, input = {}, execution = {}) {
  const { pipeline, report, methods } = checkPipeline(JSON.stringify({ ...HEAD, pipeline_id, execution, steps }), {
    catalog,
  })
  if (!report.valid) throw new Error(JSON.stringify(report.errors[0]))
  return { plan: planPipeline(pipeline, { methods, catalog }), input }
}

const step = (method, id, n) => ({ id, type: 'function', method, inputs: { n }, outputs: { value: 'the next number' } })

export const sequence = (method, count) =>
  Array.from({ length: count }, (_, index) => step(method, `s${index}`, index === 0 ? 0 : `{{s${index - 1}.value}}`))

const parallel = (method, count) => Array.from({ length: count }, (_, index) => step(method, `s${index}`, index))

/** Steps that the workflow does itself, each after the one before. */
const pure = (count) =>
  Array.from({ length: count }, (_, index) => ({
    id: `s${index}`,
    type: 'validation',
    inputs: { value: index },
    checks: { completeness: { threshold: 0.5 } },
    ...(index === 0 ? {} : { depends_on: [`s${index - 1}`] }),
  }))

export const loop = (method, more = {}) => [
  {
    id: 'each',
    type: 'loop',
    iterate_over: '{{input.items}}',
    loop_variable: 'item',
    ...more,
    steps: [step(method, 'inner', '{{item}}')],
  },
]

export const itemsOf = (count) => ({ items: Array.from({ length: count }, (_, index) => index) })

const call = (from, result) => ({
  activity: { name: 'noop', arguments: { n: from }, ...(result === undefined ? {} : { result }) },
})
const sampleSequence = (count) => ({
  variables: { v0: 0 },
  root: { sequence: { elements: Array.from({ length: count }, (_, n) => call(`v${n}`, `v${n + 1}`)) } },
})
const sampleParallel = (count) => ({
  variables: Object.fromEntries(Array.from({ length: count }, (_, n) => [`v${n}`, n])),
  root: { parallel: { branches: Array.from({ length: count }, (_, n) => call(`v${n}`)) } },
})

const workflow = (type, ...args) => ({ workflow: type, args })

const sequenceRuns = (count) => ({
  hand: workflow('sequence', count),
  'hand-local': workflow('sequence', count, true),
  sample: workflow('interpret', sampleSequence(count)),
  odp: odp(`sequence-${count}`, sequence('noop', count)),
  'odp-local': odp(`local-${count}`, sequence('noop_local', count)),
})

const { items } = itemsOf(500)

/**
 * `steps` is the number of calls, `repeat` how often it is run in one measurement, one after the other, and `together` how
 * many runs are under way at once instead.
 */
export const SHAPES = [
  { name: 'sequence 10', steps: 10, repeat: 8, runs: sequenceRuns(10) },
  {
    name: 'sequence 100',
    steps: 100,
    repeat: 1,
    runs: { ...sequenceRuns(100), 'odp-pure': { ...odp('pure-100', pure(100)), repeat: 10 } },
  },
  { name: 'sequence 1000', steps: 1000, repeat: 1, runs: sequenceRuns(1000) },
  {
    name: 'parallel 100',
    steps: 100,
    repeat: 2,
    runs: {
      hand: workflow('parallel', 100),
      'hand-local': workflow('parallel', 100, true),
      sample: workflow('interpret', sampleParallel(100)),
      odp: odp('parallel-100', parallel('noop', 100)),
      'odp-local': odp('parallel-local-100', parallel('noop_local', 100)),
    },
  },
  {
    name: 'loop 500',
    steps: 500,
    repeat: 1,
    runs: {
      hand: workflow('loop', items),
      'hand-local': workflow('loop', items, true),
      odp: odp('loop-500', loop('noop'), { items }),
      'odp-local': odp('loop-local-500', loop('noop_local'), { items }),
      'odp-batch': { ...odp('loop-batch-500', loop('noop_batch', { batch_size: 100 }), { items }), repeat: 4 },
    },
  },
  { name: '200 at once, sequence 10', steps: 10, repeat: 200, together: 200, runs: sequenceRuns(10) },
]

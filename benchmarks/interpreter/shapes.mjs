import { planPipeline } from '@odp/dsl'

const head = { version: '1.0', name: 'Benchmark', workspace_id: 'bench', project_id: 'bench' }
const step = (id, n, more = {}) => ({
  id,
  type: 'function',
  method: 'noop',
  inputs: { n: { from: n } },
  outputs: { value: 'value' },
  ...more,
})

function sequence(count) {
  const steps = Array.from({ length: count }, (_, index) =>
    step(`s${index}`, index === 0 ? 0 : `{{s${index - 1}.value}}`),
  )
  return { plan: planPipeline({ ...head, pipeline_id: `sequence-${count}`, steps }), input: {} }
}

function parallel(count) {
  const steps = Array.from({ length: count }, (_, index) => step(`s${index}`, index))
  return { plan: planPipeline({ ...head, pipeline_id: `parallel-${count}`, steps }), input: {} }
}

function loop(count) {
  const inner = step('inner', '{{item}}')
  const steps = [
    {
      id: 'each',
      type: 'loop',
      iterate_over: '{{input.items}}',
      loop_variable: 'item',
      max_parallel: 10,
      steps: [inner],
    },
  ]
  const items = Array.from({ length: count }, (_, index) => index)
  return { plan: planPipeline({ ...head, pipeline_id: `loop-${count}`, steps }), input: { items } }
}

/** Each shape in both forms; `rounds` is how often it is measured. */
export const SHAPES = [
  { name: 'sequence 10', steps: 10, repeat: 20, odp: sequence(10), hand: ['sequence', [10]] },
  { name: 'sequence 100', steps: 100, repeat: 4, odp: sequence(100), hand: ['sequence', [100]] },
  { name: 'sequence 1000', steps: 1000, repeat: 1, odp: sequence(1000), hand: ['sequence', [1000]] },
  { name: 'parallel 100', steps: 100, repeat: 6, odp: parallel(100), hand: ['parallel', [100]] },
  { name: 'loop 500', steps: 500, repeat: 2, odp: loop(500), hand: ['loop', [loop(500).input.items]] },
]

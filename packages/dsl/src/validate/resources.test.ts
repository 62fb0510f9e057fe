import { describe, expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json } from '../json/json.js'
import { resourcesFromDocument } from './resources-document.js'
import { type ValidateOptions, validatePipeline } from './validate-pipeline.js'

const catalog = {
  methods: [{ id: 'm', step_type: 'function', estimate: { cost_units: 4, duration_seconds: 90 } }],
}

function check(
  steps: Json[],
  resources: Json | undefined,
  more: Record<string, Json> = {},
  options: ValidateOptions = {},
) {
  const document = { version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'q', ...more, steps }
  const ports = resources === undefined ? {} : resourcesFromDocument(resources).resources
  return validatePipeline(document as unknown as PipelineDocument, { ...ports, ...options })
}

function work(id: string, resources?: Json, more: Record<string, Json> = {}): Json {
  const retry_policy = { max_attempts: 2 }
  return { id, type: 'function', method: 'm', retry_policy, ...(resources === undefined ? {} : { resources }), ...more }
}

function found(...args: Parameters<typeof check>) {
  return check(...args).diagnostics.map(({ code, severity, message }) => [code, severity, message])
}

const GPUS = { availability: { gpu: { free: 2, total: 10 } } }

describe('availability', () => {
  test('what fits is a warning in the words of the source', () => {
    expect(check([work('recognize_faces', { gpu: 1 })], GPUS)).toMatchObject({
      valid: true,
      warnings: ["Step 'recognize_faces' requests 1 GPU, current availability: 2/10 GPUs"],
    })
  })

  test('more than is free is an error, and the hint says whether waiting helps', () => {
    const [three, twelve] = check([work('a', { gpu: 3 }), work('b', { gpu: 12 })], GPUS).diagnostics
    expect(three).toMatchObject({ code: 'resource_unavailable', path: ['steps', 0, 'resources', 'gpu'] })
    expect(three?.hint).toContain('when more is free')
    expect(twelve?.hint).toContain('never')
  })

  test('quantities are compared by what they stand for; what is not listed is not checked', () => {
    const resources = { availability: { memory: { free: '4Gi', total: '64Gi' } } }
    expect(found([work('a', { memory: '4096Mi', cpu: 99 })], resources)).toEqual([
      ['resource_request', 'warning', "Step 'a' requests 4096Mi memory, current availability: 4Gi/64Gi memory"],
    ])
    expect(found([work('a', { memory: '5G' })], resources)).toEqual([
      ['resource_unavailable', 'error', "Step 'a' requests 5G memory, current availability: 4Gi/64Gi memory"],
    ])
  })

  test('a request that a template gives is not known yet', () => {
    expect(found([work('a', { gpu: '{{input.gpus}}' })], GPUS)).toEqual([])
  })
})

describe('demand at once', () => {
  const peaks = (steps: Json[], more: Record<string, Json> = {}) =>
    found(steps, GPUS, more).filter(([code]) => code === 'resource_peak')

  test('of steps side by side, not of steps that wait for each other', () => {
    const three = (more: (index: number) => Record<string, Json>) =>
      [0, 1, 2].map((index) => work(`s${index}`, { gpu: 1 }, more(index)))
    expect(peaks(three(() => ({})))).toEqual([
      [
        'resource_peak',
        'warning',
        "Steps 's0', 's1', 's2' may request 3 GPUs at once, current availability: 2/10 GPUs",
      ],
    ])
    expect(
      peaks(
        three(() => ({})),
        { execution: { max_parallel: 2 } },
      ),
    ).toEqual([])
    expect(
      peaks(three((index): Record<string, Json> => (index === 0 ? {} : { depends_on: [`s${index - 1}`] }))),
    ).toEqual([])
  })

  test('of the items of a loop, as many as run at a time', () => {
    const loop = (max_parallel: number, more: Record<string, Json> = {}): Json => ({
      id: 'each',
      type: 'loop',
      iterate_over: '{{input.list}}',
      loop_variable: 'item',
      max_parallel,
      steps: [work('inner', { gpu: 1 })],
      ...more,
    })
    expect(peaks([loop(3)])[0]?.[2]).toBe(
      "Calls of step 'inner' may request 3 GPUs at once, current availability: 2/10 GPUs",
    )
    expect(peaks([loop(2)])).toEqual([])
    expect(peaks([loop(2), work('after', { gpu: 1 }, { depends_on: ['each'] })])).toEqual([])
    expect(peaks([work('before', { gpu: 1 }), loop(2, { depends_on: ['before'] })])).toEqual([])
    expect(peaks([loop(2), work('beside', { gpu: 1 })])).toHaveLength(1)
  })

  test('of one branch, since only one runs', () => {
    const branches = { if_true: { steps: [work('a', { gpu: 2 })] }, if_false: { steps: [work('b', { gpu: 2 })] } }
    const fork: Json = { id: 'fork', type: 'conditional', condition: { expression: '{{input.x}} > 1' }, branches }
    expect(peaks([fork])).toEqual([])
  })
})

describe('quota and access', () => {
  test('a step, steps at once and cost stay within the quota of their workspace', () => {
    const quotas = { w: { gpu: 1, parallel_steps: 3, cost_units: 3 }, other: { gpu: 0 } }
    const execution = { max_parallel: 5 }
    expect(found([work('a', { gpu: 2 })], { quotas }, { execution }, { catalog })).toEqual([
      ['over_quota', 'error', "Step 'a' requests 2 GPUs, and the quota of the workspace is 1 GPU"],
      ['over_quota', 'error', "5 steps may run at once, and the quota of the workspace 'w' is 3"],
      ['over_quota', 'error', 'the run is expected to cost 4 units, and the quota of the workspace is 3'],
    ])
    expect(found([work('a', { gpu: 2 })], { quotas: { other: { gpu: 0 } } })).toEqual([])
  })

  test('only a workspace with access to the project runs in it', () => {
    expect(found([work('a')], { access: [{ workspace_id: 'w', project_id: 'q' }] })).toEqual([])
    expect(found([work('a')], { access: [{ workspace_id: 'w', project_id: 'x' }] })[0]?.[0]).toBe('access_denied')
  })
})

describe('cost', () => {
  const codes = (execution: Record<string, Json>, options: ValidateOptions = {}, resources?: Json) =>
    found([work('a')], resources, { execution }, { catalog, ...options }).map(
      ([code, severity]) => `${code} ${severity}`,
    )

  test('a budget in safe mode is an error when the expected cost is over it, a warning when the most is', () => {
    expect(codes({ mode: 'safe', budget_units: 3 })).toEqual(['over_budget error'])
    expect(codes({ mode: 'safe', budget_units: 5 })).toEqual(['over_budget warning'])
    expect(codes({ mode: 'safe', budget_units: 8 })).toEqual([])
    expect(codes({ budget_units: 3 }, {}, {})).toEqual([])
    expect(codes({ budget_units: 3 }, {}, { quotas: {} })).toEqual(['over_budget warning'])
  })

  test('what the document says itself is compared with what its steps come to', () => {
    expect(codes({ mode: 'safe', estimated_cost_units: 3 })).toEqual(['estimate_differs warning'])
    expect(codes({ mode: 'safe', estimated_cost_units: 5, estimated_duration_minutes: 2 })).toEqual([])
    expect(codes({ mode: 'safe', estimated_duration_minutes: 9 })).toEqual(['estimate_differs warning'])
  })

  test('the report tells what the document says, else what is expected, else nothing', () => {
    const figures = (steps: Json[], execution: Record<string, Json>, options: ValidateOptions) => {
      const { estimated_cost_units, estimated_duration_minutes } = check(steps, undefined, { execution }, options)
      return [estimated_cost_units, estimated_duration_minutes]
    }
    expect(figures([work('a')], { estimated_cost_units: 9 }, { catalog })).toEqual([9, 1.5])
    expect(figures([work('a')], {}, { catalog })).toEqual([4, 1.5])
    expect(figures([work('a')], {}, {})).toEqual([null, null])
    expect(figures([work('a'), { id: 'b', type: 'output', format: 'csv_dataset' }], {}, { catalog })).toEqual([
      null,
      null,
    ])
  })
})

describe('the document of resources', () => {
  test('is read from YAML with the place of every mistake', () => {
    const { resources, issues } = resourcesFromDocument(
      'availability:\n  gpus: { free: 1, total: 2 }\n  cpu: { free: many, total: 2 }\n',
    )
    expect(resources).toBeUndefined()
    expect(issues).toMatchObject([
      { code: 'unknown_key', line: 2, column: 3 },
      { code: 'wrong_value', line: 3, column: 16 },
    ])
  })

  test('names of a prototype are workspaces like any other', () => {
    const { resources } = resourcesFromDocument({ quotas: { w: { gpu: 1 } } })
    expect(resources?.quota?.limit('constructor')).toEqual({})
    const own = resourcesFromDocument('quotas: { __proto__: { gpu: 1, x-note: anything } }').resources
    expect(own?.quota?.limit('__proto__')).toEqual({ gpu: 1 })
  })

  test.each(['', '- a', '{', 'access: { w: q }', 'quotas: { w: { gpu: -1 } }'])('%j is refused', (text) => {
    const { resources, issues } = resourcesFromDocument(text)
    expect(resources).toBeUndefined()
    expect(issues.length).toBeGreaterThan(0)
  })
})

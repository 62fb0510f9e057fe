import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PipelineDocument, StepDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import { documentDigest, planPipeline } from './plan-pipeline.js'

function documentOf(steps: StepDocument[], execution: PipelineDocument['execution'] = {}): PipelineDocument {
  return { version: '1.0', pipeline_id: 'p', workspace_id: 'w', project_id: 'q', execution, steps }
}

function step(id: string, more: JsonObject = {}): StepDocument {
  return { id, type: 'function', method: 'm', ...more }
}

function nodeOf(steps: StepDocument[], id: string, execution?: PipelineDocument['execution']) {
  const find = (nodes: ReturnType<typeof planPipeline>['nodes']): (typeof nodes)[number] | undefined =>
    nodes.find((node) => node.id === id) ??
    nodes.map((node) => find(node.nodes ?? [])).find((node) => node !== undefined)
  return find(planPipeline(documentOf(steps, execution)).nodes)
}

/** The same value with the keys of every map in another order. */
function shuffled(value: Json): Json {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  )
}

describe('a plan', () => {
  it('holds what the run as a whole needs', () => {
    const plan = planPipeline(documentOf([step('a')], { mode: 'safe', timeout_minutes: 2, max_parallel: 7 }))
    expect(plan).toMatchObject({ name: 'p', mode: 'safe', timeout_seconds: 120, max_parallel: 7 })
    expect(plan.types).toEqual({ function: { run: 'activity', mode: 'direct', timeout_seconds: 300 } })
    expect(planPipeline(documentOf([step('a')]))).toMatchObject({ mode: 'brave', max_parallel: 100 })
  })

  it('is plain JSON', () => {
    const plan = planPipeline(
      documentOf([step('a', { outputs: { v: 'x' }, check: [{ boolean: 'v > 1', run: 'b' }] }), step('b')]),
    )
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
  })

  it('has the same digest for every order of keys, and another for another document', () => {
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(value, value, (one, other) => {
        const document = documentOf([step('a', { inputs: { one } })])
        expect(documentDigest(shuffled(document as unknown as Json) as unknown as PipelineDocument)).toBe(
          documentDigest(document),
        )
        const changed = documentOf([step('a', { inputs: { one: { other } } })])
        expect(documentDigest(changed)).not.toBe(documentDigest(document))
      }),
    )
  })
})

describe('a step of a plan', () => {
  it('waits for everything that it reads, each once, and not for itself', () => {
    const steps = [
      step('a'),
      step('b'),
      step('c', {
        method: 'm_{{b.kind}}',
        inputs: { x: ['{{a.v}}', { y: 'and {{a.w}}' }], z: { or: ['{{b.v}}', '{{run.id}}'], default: '{{a.v}}' } },
        outputs: { v: 'kept_{{a.v}}' },
        depends_on: ['b'],
        check: [{ boolean: 'v > {{b.v}}', run: 'a' }],
      }),
    ]
    expect(nodeOf(steps, 'c')).toMatchObject({
      after: ['a', 'b'],
      depends_on: ['b'],
      check_reads: ['b'],
      templates: ['method'],
    })
    expect(nodeOf(steps, 'a')).toMatchObject({ on_demand: true })
    expect(nodeOf(steps, 'b')).not.toHaveProperty('after')
  })

  it('has the retry policy of the document, key by key under its own', () => {
    const global = { retry_policy: { max_attempts: 5, initial_backoff_seconds: 2 } }
    const steps = [step('a', { retry_policy: { max_attempts: 2, backoff: 'fixed' } }), step('b')]
    expect(nodeOf(steps, 'a', global)?.retry).toEqual({
      max_attempts: 2,
      backoff: 'fixed',
      initial_seconds: 2,
      max_seconds: 60,
    })
    expect(nodeOf(steps, 'b', global)?.retry).toMatchObject({ max_attempts: 5, backoff: 'exponential' })
    expect(nodeOf(steps, 'b')).not.toHaveProperty('retry')
  })

  it('inside a loop stands in its plan, inside a branch or route beside its owner', () => {
    const steps = [
      {
        id: 'l',
        type: 'loop',
        iterate_over: [1],
        loop_variable: 'i',
        steps: [step('inner', { inputs: { v: '{{i}}' } })],
      },
      {
        id: 'g',
        type: 'parallel_group',
        steps: [
          step('in_group', {
            on_success: { routes: [{ match: { expression: '{{a.v}} > 1' }, steps: [step('routed'), 'child'] }] },
          }),
        ],
      },
      step('child', { is_child: true }),
      step('a'),
    ]
    expect(planPipeline(documentOf(steps)).nodes.map((node) => node.id)).toEqual([
      'l',
      'g',
      'in_group',
      'routed',
      'child',
      'a',
    ])
    expect(nodeOf(steps, 'l')?.nodes).toMatchObject([{ id: 'inner' }])
    expect(nodeOf(steps, 'l')?.config).not.toHaveProperty('steps')
    expect(nodeOf(steps, 'routed')).toMatchObject({ parent: 'in_group', block: 'routes.0' })
    expect(nodeOf(steps, 'in_group')).toMatchObject({
      parent: 'g',
      block: 'steps',
      routes: [{ expression: '{{a.v}} > 1', after: ['a'], run: ['child'] }],
    })
    expect(nodeOf(steps, 'in_group')).not.toHaveProperty('after')
    expect(nodeOf(steps, 'child')).toMatchObject({ on_demand: true })
  })

  it('names the keys with templates; code stays as it is', () => {
    const code = { source: '{{a.where}}', content: 'print("{{a.v}}")' }
    const steps = [step('a'), { id: 'c', type: 'custom_code', runtime: 'python3.12', code }]
    expect(nodeOf(steps, 'c')).toMatchObject({ templates: ['code.source'], after: ['a'], config: { code } })
    expect(nodeOf([step('e', { method: 'x\\{{y}}' })], 'e')?.templates).toEqual(['method'])
  })

  it('has what makes it on demand: a check, a fallback, a route, or being a child', () => {
    const steps = [
      step('a', {
        check: { not_exists: { path: 'v', run: 'by_check' } },
        on_error: { fallback_step: 'by_fallback', continue_on_failure: true },
      }),
      step('by_check'),
      step('by_fallback'),
      step('free'),
    ]
    const onDemand = planPipeline(documentOf(steps)).nodes.filter((node) => node.on_demand === true)
    expect(onDemand.map((node) => node.id)).toEqual(['by_check', 'by_fallback'])
    expect(nodeOf(steps, 'a')).toMatchObject({
      check: [{ not_exists: 'v', run: 'by_check' }],
      fallback: 'by_fallback',
      continue_on_failure: true,
    })
  })

  it('may have run-time names from the catalog only', () => {
    const document = documentOf([step('a', { method: 'm_{{input.kind}}' })])
    const [node] = planPipeline(document, { methods: new Map([['a', ['m_1', 'm_2']]]) }).nodes
    expect(node?.methods).toEqual({ key: 'method', ids: ['m_1', 'm_2'] })
  })

  it('of 2,000 in a chain is planned in time', () => {
    const steps = Array.from({ length: 2_000 }, (_, index) =>
      step(`s${index}`, index === 0 ? {} : { inputs: { v: `{{s${index - 1}.v}}` } }),
    )
    const start = performance.now()
    expect(planPipeline(documentOf(steps)).nodes).toHaveLength(2_000)
    expect(performance.now() - start).toBeLessThan(24_000)
  })
})

describe('how work is called', () => {
  const catalog = {
    methods: [
      { id: 'quick', local: true },
      { id: 'quick_too', local: true },
      { id: 'pay', idempotent: false, resource_class: 'cpu' as const },
      { id: 'quiet' },
      { id: 'many', batches: true },
    ],
    models: [{ id: 'tiny', local: true, resource_class: 'gpu' as const }],
  }
  const traitsOf = (more: JsonObject) => {
    const [node] = planPipeline(documentOf([step('a', more)]), { catalog }).nodes
    const { placement, takes_batches, idempotent, resource_class, cache } = node ?? {}
    return JSON.parse(JSON.stringify({ placement, takes_batches, idempotent, resource_class, cache }))
  }

  it.each<[JsonObject, JsonObject]>([
    [{ method: 'quick' }, { placement: 'local' }],
    [{ method: 'quick{{input.x}}' }, { placement: 'local' }],
    [{ method: 'qui{{input.x}}' }, {}],
    [{ method: 'unknown' }, {}],
    [{ method: 'many' }, {}],
    [{ method: 'pay' }, { idempotent: false, resource_class: 'cpu' }],
    [
      { method: 'pay', resources: { gpu: 1 } },
      { idempotent: false, resource_class: 'gpu' },
    ],
    [{ method: 'quiet', resources: { gpu: '0', cpu: 1 } }, {}],
    [
      { type: 'ml_model', model: 'tiny', execution_mode: 'direct' },
      { placement: 'local', resource_class: 'gpu' },
    ],
    [{ type: 'ml_model', model: 'tiny' }, { resource_class: 'gpu' }],
    [{ type: 'validation', checks: {} }, { placement: 'workflow' }],
  ])('%j is %j', (more, traits) => {
    expect(traitsOf(more)).toEqual(traits)
  })

  it.each([
    ['many', true],
    ['quiet', undefined],
  ])('of %s takes batches in a loop that asks for them: %s', (method, takes) => {
    const loop = {
      id: 'l',
      type: 'loop',
      iterate_over: [1],
      loop_variable: 'x',
      batch_size: 2,
      steps: [step('a', { method })],
    }
    expect(planPipeline(documentOf([loop]), { catalog }).nodes[0]?.nodes?.[0]?.takes_batches).toBe(takes)
  })

  it.each<[JsonObject, JsonObject | undefined]>([
    [{ method: 'quiet' }, undefined],
    [{ method: 'quiet', cache: { ttl_minutes: 2 } }, { ttl_seconds: 120 }],
    [
      { method: 'quiet', cache: { key: '{{input.x}}' } },
      { ttl_seconds: 900, key: '{{input.x}}' },
    ],
    [{ type: 'crawler', method: 'quiet' }, { ttl_seconds: 900 }],
    [{ type: 'crawler', method: 'quiet', cache: { ttl_minutes: 0 } }, undefined],
    [
      { type: 'crawler', method: 'quiet', cache: { key: 1 } },
      { ttl_seconds: 900, key: 1 },
    ],
    [{ type: 'crawler', method: 'pay' }, undefined],
    [{ type: 'crawler', method: 'pay', cache: { ttl_minutes: 1 } }, { ttl_seconds: 60 }],
    [{ type: 'parallel_group', steps: [], cache: { ttl_minutes: 1 } }, undefined],
  ])('results of %j are kept: %j', (more, cache) => {
    expect(traitsOf(more).cache).toEqual(cache)
  })

  it('is the same for all where there is no catalog', () => {
    const [node] = planPipeline(documentOf([step('a', { method: 'quick' })])).nodes
    expect(node).not.toHaveProperty('placement')
  })
})

describe('what is read of a step', () => {
  const readsOf = (steps: StepDocument[], id: string) => nodeOf(steps, id)?.reads

  it('is every field that a later step or its own check names', () => {
    const steps = [
      step('a', { check: [{ not_exists: 'p.q', run: 'c' }] }),
      step('b', { inputs: { x: '{{a.v}} and {{a["any key"].z}}' }, depends_on: ['c'] }),
      step('c', { is_child: true }),
    ]
    expect(readsOf(steps, 'a')).toEqual(['p', 'p.q', 'v', 'any key'])
    expect(readsOf(steps, 'b')).toEqual([])
  })

  it.each<[string, StepDocument[]]>([
    ['it is read whole', [step('a'), step('b', { inputs: { x: '{{a}}' } })]],
    ['everything is looked at', [step('a'), { id: 'v', type: 'validation', checks: {}, depends_on: ['a'] }]],
    [
      'its group is read',
      [{ id: 'g', type: 'parallel_group', steps: [step('a')] }, step('b', { inputs: { x: '{{g.a.v}}' } })],
    ],
    [
      'the items of its loop are read',
      [
        { id: 'l', type: 'loop', iterate_over: [1], loop_variable: 'i', steps: [step('a')] },
        step('b', { inputs: { x: '{{l.items[*].outputs}}' } }),
      ],
    ],
    [
      'a step that it stands in for is read whole',
      [step('x', { on_error: { fallback_step: 'a' } }), step('a'), step('b', { inputs: { y: '{{x}}' } })],
    ],
    ['it stands in a group, which gives its outputs', [{ id: 'g', type: 'parallel_group', steps: [step('a')] }]],
    ['a schema has to fit', [step('a', { output_schema: { type: 'object' } })]],
    ['all that it declares is read', [step('a', { outputs: { v: 'x' } }), step('b', { inputs: { y: '{{a.v}}' } })]],
  ])('is not told where %s', (_why, steps) => {
    expect(nodeOf(steps, 'a')).not.toHaveProperty('reads')
  })

  it('is told where a check looks at its inputs only', () => {
    const look = { id: 'v', type: 'validation', checks: {}, inputs: { x: '{{a.v}}' } }
    expect(readsOf([step('a'), look], 'a')).toEqual(['v'])
  })
})

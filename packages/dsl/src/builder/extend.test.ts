import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineCatalog, defineMethod } from '../catalog/define-catalog.js'
import { parsePipeline } from '../validate/validate-pipeline.js'
import { eq, extend, gt, pipeline, pipelineSteps } from './index.js'

const meta = { pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }
const text = `
version: "1.0"
pipeline_id: p
name: P
workspace_id: w
project_id: x
x-owner: ada
steps:
  - { id: collect, type: function, method: m, outputs: { posts: kept } }
  - id: branches
    type: conditional
    condition: { expression: "true" }
    branches: { if_true: { steps: [{ id: inner, type: function, method: m }] } }
  - id: others
    type: loop
    iterate_over: [1]
    loop_variable: v
    steps: [{ id: hidden, type: function, method: m }]
`
const parsed = parsePipeline(text).pipeline
if (parsed === undefined) throw new Error('the text cannot be read')

const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'count',
      step_type: 'function',
      summary: '',
      inputs: z.object({ texts: z.array(z.string()) }),
      outputs: z.object({ n: z.number() }),
    }),
  ],
})

test('a parsed document is carried on, with the types that the caller gives', () => {
  const steps = { collect: z.object({ posts: z.array(z.string()) }), inner: z.unknown() }
  const start = extend(parsed, { catalog, steps })
  const document = start
    .function('count', { method: 'count', inputs: ({ collect }) => ({ texts: collect.posts }), depends_on: ['inner'] })
    .when(
      'many',
      ({ count }) => gt(count.n, 3),
      (then) => then.function('more', { method: 'count', inputs: ({ inner }) => ({ texts: inner }) }),
    )
    .build()
  expect(document).toEqual({
    ...parsed,
    steps: [
      ...parsed.steps,
      {
        id: 'count',
        type: 'function',
        method: 'count',
        inputs: { texts: { from: '{{collect.posts}}' } },
        outputs: { n: 'n' },
        depends_on: ['inner'],
      },
      {
        id: 'many',
        type: 'conditional',
        condition: { expression: '{{count.n}} > 3' },
        branches: {
          if_true: {
            steps: [
              {
                id: 'more',
                type: 'function',
                method: 'count',
                inputs: { texts: { from: '{{inner}}' } },
                outputs: { n: 'n' },
              },
            ],
          },
        },
      },
    ],
  })
  // @ts-expect-error a name that is no output
  start.function('x', { method: 'count', inputs: ({ collect }) => ({ texts: collect.post }) })
  // @ts-expect-error a step that was not named
  start.function('x', { method: 'count', inputs: ({ branches }) => ({ texts: branches }) })
  // @ts-expect-error an id that is taken
  start.function('collect', { method: 'count', inputs: ({ collect }) => ({ texts: collect.posts }) })
})

test('a built document brings its types along', () => {
  const first = pipeline(meta)
    .input(z.object({ name: z.string() }))
    .function('a', { method: 'm', outputs: z.object({ n: z.number() }) })
    .build()
  const second = extend(first).function('b', { method: 'm', inputs: ({ a, input }) => ({ n: a.n, name: input.name }) })
  expect(second.build().steps[1]).toMatchObject({
    inputs: { n: { from: '{{a.n}}' }, name: { from: '{{input.name}}' } },
  })
  // @ts-expect-error a name that is no output
  extend(first).function('b', { method: 'm', inputs: ({ a }) => ({ n: a.m }) })
})

test('steps that cannot be read, and ids used twice, are refused', () => {
  expect(() => extend(parsed, { steps: { colect: z.unknown() } })).toThrow("no step 'colect' to read")
  expect(() => extend(parsed, { steps: { hidden: z.unknown() } })).toThrow("no step 'hidden' to read")
  expect(() => extend(parsed).function('hidden', { method: 'm' }).build()).toThrow("'hidden' is used twice")
})

test('a step may be given as it stands in a document', () => {
  const given = { type: 'function', method: '{{ input.m }}', check: { not_exists: { path: 'a', run: 'b' } } } as const
  const chain = pipeline(meta)
    .step('a', given)
    .function('b', { method: 'm', is_child: true, inputs: ({ a }) => ({ x: a }) })
  const steps = pipelineSteps(meta)
  const a = steps.step('a', given)
  steps.function('b', { method: 'm', is_child: true, inputs: { x: a } })
  expect(chain.build().steps[0]).toEqual({ id: 'a', ...given })
  expect(steps.build()).toEqual(chain.build())
})

test('schemas that Zod cannot say are given as they are, others as Zod schemas', () => {
  const schema = { type: 'array', uniqueItems: true }
  const document = pipeline({ ...meta, input_schema: schema })
    .function('a', {
      method: 'm',
      outputs: { n: 'kept' },
      output_schema: z.object({ n: z.int(), rest: z.looseObject({}) }),
    })
    .function('b', { method: 'm', output_schema: schema })
    .onSuccess({ match: eq(1, 1) }, ['a'])
    .build()
  expect(document.input_schema).toEqual(schema)
  expect(document.steps.map((step) => step.output_schema)).toEqual([
    { type: 'object', properties: { n: { type: 'integer' }, rest: { type: 'object' } }, required: ['n', 'rest'] },
    schema,
  ])
})

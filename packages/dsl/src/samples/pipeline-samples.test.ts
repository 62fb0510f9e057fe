import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineCatalog, defineMethod } from '../catalog/define-catalog.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { Json, JsonObject } from '../json/json.js'
import { pipelineSamples } from './pipeline-samples.js'

const document = (steps: Json[], more: JsonObject = {}) =>
  ({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'q',
    ...more,
    steps,
  }) as unknown as PipelineDocument
const work = (id: string, more: JsonObject = {}): Json => ({ id, type: 'function', method: 'm', ...more })

const method = (id: string, outputs: z.ZodType) =>
  defineMethod({
    id,
    step_type: 'function',
    summary: id,
    inputs: z.object({}),
    outputs,
    estimate: { cost_units: 1, duration_seconds: 7 },
  })
const catalog = defineCatalog({
  methods: [
    method('from_github', z.object({ stars: z.number() })),
    method('from_reddit', z.object({ karma: z.literal('much') })),
  ],
})

test('outputs are those of the catalog, with its duration', () => {
  const samples = pipelineSamples(document([work('a', { method: 'from_github' })]), { catalog })
  expect(samples.step('a', 1)).toEqual({ outputs: { stars: expect.any(Number) }, duration_seconds: 7 })
  expect(samples.step('a', 1)).toEqual(samples.step('a', 1))
})

test('a method named at run time gives its own outputs', () => {
  const samples = pipelineSamples(document([work('a', { method: 'from_{{input.kind}}' })]), { catalog })
  expect(Object.keys(samples.step('a', 1, { method: 'from_github' }).outputs)).toEqual(['stars'])
  expect(samples.step('a', 1, { method: 'from_reddit' }).outputs).toEqual({ karma: 'much' })
})

test('an output_schema counts before the catalog', () => {
  const output_schema = { type: 'object', properties: { stars: { const: 3 } }, required: ['stars'] }
  const step = work('a', { method: 'from_github', outputs: { stars: 'stars' }, output_schema })
  expect(pipelineSamples(document([step]), { catalog }).step('a', 1).outputs).toEqual({ stars: 3 })
})

test('what no schema describes is made as its readers need it', () => {
  const loop: Json = {
    id: 'each',
    type: 'loop',
    iterate_over: '{{a.found.people}}',
    loop_variable: 'person',
    steps: [work('look', { inputs: { name: { from: '{{person.names[1].text}}' } } })],
  }
  const check: Json = {
    id: 'if',
    type: 'conditional',
    condition: { expression: '{{a.score}} > 0.5 && {{a.sure}} && size({{input.tags}}) > 1' },
    branches: { if_true: { steps: [work('b')] } },
  }
  const samples = pipelineSamples(
    document([work('a', { outputs: { found: 'f', score: 's', sure: 'u' } }), loop, check]),
  )
  const { found, score, sure } = samples.step('a', 'seed').outputs as Record<string, Json>
  expect([typeof score, typeof sure]).toEqual(['number', 'boolean'])
  const [person] = (found as { people: { names: JsonObject[] }[] }).people
  expect(person?.names[1]).toEqual({ text: expect.anything() })
  expect(samples.input(1)).toEqual({ tags: expect.any(Array) })
})

test('an input fits its schema', () => {
  const input_schema = { type: 'object', properties: { kind: { enum: ['github'] } }, required: ['kind'] }
  expect(pipelineSamples(document([], { input_schema })).input(1)).toEqual({ kind: 'github' })
  expect(pipelineSamples(document([])).input(1)).toEqual({})
})

test('a validation that returns has passed, unless it may go on below', () => {
  const checks = { relevance: { enabled: true, threshold: 0.9 } }
  const samples = pipelineSamples(document([{ id: 'v', type: 'validation', checks }]))
  for (let seed = 0; seed < 20; seed += 1) {
    const { outputs } = samples.step('v', seed, { checks, on_below: 'fail' })
    expect(outputs).toMatchObject({ passed: true, problems: [] })
    const { relevance = 1 } = outputs.scores as { relevance?: number }
    expect(relevance).toBeGreaterThanOrEqual(0.9)
  }
  // What the document says of the mode counts where the step says nothing.
  expect(samples.step('v', 1).outputs.passed).toBe(true)
  const values = Array.from(
    { length: 20 },
    (_, seed) => samples.step('v', seed, { on_below: 'continue' }).outputs.passed,
  )
  expect(new Set(values)).toEqual(new Set([true, false]))
})

test('a step that is not there is refused', () => {
  expect(() => pipelineSamples(document([])).step('a', 1)).toThrow("there is no step 'a'")
})

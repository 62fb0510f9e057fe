import { defineCatalog, defineMethod, type PipelineDocument, planPipeline, type StepDocument } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { documentOf, step } from '../in-process/run-document.fixture.js'
import { type DryRunOptions, dryRun } from './dry-run.js'

const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'm',
      step_type: 'function',
      summary: 'Lists people.',
      inputs: z.object({}),
      outputs: z.object({ people: z.array(z.object({ name: z.string() })).min(2) }),
      estimate: { cost_units: 1, duration_seconds: 30 },
      run: () => {
        throw new Error('a dry run calls nothing')
      },
    }),
  ],
})

const people = step('list', { outputs: { people: 'people' } })
const loop: StepDocument = {
  id: 'each',
  type: 'loop',
  iterate_over: '{{list.people}}',
  loop_variable: 'person',
  steps: [step('look', { method: 'other', inputs: { name: { from: '{{person.name}}' } } })],
}

const run = (document: PipelineDocument, options: Partial<DryRunOptions> = {}, input: JsonObject = {}) =>
  dryRun(planPipeline(document), input, { document, catalog, seed: 1, ...options })
const statuses = ({ state }: Awaited<ReturnType<typeof run>>) =>
  Object.fromEntries(state.steps.map(({ id, status }) => [id, status]))

test('a loop runs over made-up items, in the estimated time', async () => {
  const result = await run(documentOf([people, loop]))
  expect(result.status).toBe('completed')
  const items = (result.outputs.list as { people: { name: string }[] }).people
  expect(items.length).toBeGreaterThanOrEqual(2)
  expect(result.trace.find((line) => line.step === 'list' && line.event === 'step.completed')).toEqual({
    seconds: 30,
    event: 'step.completed',
    step: 'list',
    outputs: expect.stringContaining('{"people":[{"name":'),
  })
  const second = result.trace.find((line) => line.step === 'each[1].look' && line.event === 'step.started')
  expect(second?.inputs).toBe(JSON.stringify({ name: items[1]?.name }))
})

test('the same seed gives the same run, another seed another one', async () => {
  const document = documentOf([people, loop])
  const [first, again, other] = [await run(document), await run(document), await run(document, { seed: 2 })]
  expect(again).toEqual(first)
  expect(other.outputs).not.toEqual(first.outputs)
})

const choice: StepDocument = {
  id: 'if',
  type: 'conditional',
  condition: { expression: '{{list.people[0].name}} == "nobody"' },
  branches: { if_true: { steps: [step('yes')] }, if_false: { steps: [step('no')] } },
}

test('branches are taken on demand, inside loops too', async () => {
  const document = documentOf([people, choice])
  expect(statuses(await run(document))).toMatchObject({ yes: 'skipped', no: 'completed' })
  const forced = await run(document, { branches: { if: 'if_true' } })
  expect(statuses(forced)).toMatchObject({ yes: 'completed', no: 'skipped' })
  expect(forced.trace.find((line) => line.step === 'if' && line.event === 'step.completed')?.outputs).toBe(
    '{"branch":"if_true"}',
  )
  const inside = documentOf([people, { ...loop, steps: [{ ...choice, id: 'inner' }] }])
  const { outputs } = await run(inside, { branches: { inner: 'if_true' } })
  const [item] = (outputs.each as { items: { outputs: JsonObject }[] }).items
  expect(item?.outputs.inner).toEqual({ branch: 'if_true' })
})

test('a fault lets the first attempts fail, the retry policy does the rest', async () => {
  const document = documentOf([people])
  const result = await run(document, { faults: { list: { message: 'no network', times: 2 } } })
  expect(result.status).toBe('completed')
  expect(result.trace.filter(({ event }) => event === 'step.retrying')).toEqual([
    { seconds: 30, event: 'step.retrying', step: 'list', attempt: 2, reason: 'step_failed: no network' },
    { seconds: 61, event: 'step.retrying', step: 'list', attempt: 3, reason: 'step_failed: no network' },
  ])
  const always = await run(document, { faults: { list: {} } })
  expect([always.status, always.state.steps[0]?.attempts]).toEqual(['failed', 3])
  const final = await run(document, { faults: { list: { retryable: false } } })
  expect([final.status, final.state.steps[0]?.attempts]).toEqual(['failed', 1])
})

test('a fault can name one item of a loop', async () => {
  const document = documentOf([people, loop])
  const result = await run(document, { faults: { 'each[1].look': {} } })
  const failed = result.trace.filter(({ event }) => event === 'step.failed').map(({ step: id }) => id)
  expect(failed[0]).toBe('each[1].look')
  expect(failed).not.toContain('each[0].look')
})

test('an estimate above the time limit times out', async () => {
  const document = documentOf([step('list', { timeout_minutes: 0.25, retry_policy: { max_attempts: 1 } })])
  expect((await run(document)).failure).toMatchObject({ code: 'step_timed_out', step: 'list' })
})

test('made-up outputs are checked against what a step declares', async () => {
  const impossible = { type: 'object', properties: { people: { type: 'string', maxLength: 2, minLength: 3 } } }
  const document = documentOf([step('list', { outputs: { people: 'p' }, output_schema: impossible })])
  expect((await run(document)).failure).toMatchObject({ code: 'output_invalid', step: 'list' })
})

test('a signal cancels it while it runs', async () => {
  const controller = new AbortController()
  const { status, trace } = await run(documentOf([people, loop]), {
    signal: controller.signal,
    onEvent: ({ type }) => type === 'step.completed' && controller.abort(),
  })
  expect(status).toBe('cancelled')
  expect(trace.filter(({ event }) => event === 'step.completed').map(({ step: id }) => id)).toEqual(['list'])
})

test('secrets are named, not needed', async () => {
  const document = documentOf([step('list', { inputs: { key: { from: 'Bearer {{secrets.TOKEN}}' } } })])
  const { status, trace } = await run(document)
  expect(status).toBe('completed')
  expect(trace.find(({ event }) => event === 'step.started')?.inputs).toBe('{"key":"Bearer <secret TOKEN>"}')
})

test('a missing input is made up on request; what is given stays', async () => {
  const schema = {
    type: 'object',
    properties: { name: { type: 'string' }, age: { type: 'integer' } },
    required: ['name', 'age'],
  }
  const document = { ...documentOf([step('list', { inputs: { x: { from: '{{input.age}}' } } })]), input_schema: schema }
  const result = await run(document as PipelineDocument, { sample_input: true }, { name: 'ada' })
  expect([result.status, result.input]).toEqual(['completed', { name: 'ada', age: expect.any(Number) }])
  expect((await run(document as PipelineDocument)).status).toBe('failed')
})

test('safe mode waits for nobody', async () => {
  expect((await run(documentOf([people], { mode: 'safe' }))).status).toBe('completed')
})

test('what the pipeline does not have is refused, with the nearest name', async () => {
  const document = documentOf([people, choice])
  await expect(run(document, { branches: { list: 'if_true' } })).rejects.toThrow("no step 'list' has branches")
  await expect(run(document, { faults: { lst: {} } })).rejects.toThrow(/no step 'lst'.*list/)
  await expect(run(document, { faults: { if: {} } })).rejects.toThrow("there is no step 'if' that does work")
})

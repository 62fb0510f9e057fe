import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { gt, type Json, type PipelineDocument, pipeline } from '@odp/dsl'
import { createClient, ExecutionFailedError, PipelineInvalidError } from '@odp/sdk'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog.ts'
import { type Engine, startEngine, startWorkerProcess } from './engine.ts'

const SECRET = 'correct horse battery staple'
let engine: Engine

beforeAll(async () => {
  engine = await startEngine({ TOKEN: SECRET })
})
afterAll(() => engine?.stop())

function document(pipeline_id: string, steps: Json[], more: Record<string, Json> = {}): PipelineDocument {
  return {
    version: '1.0',
    pipeline_id,
    name: pipeline_id,
    workspace_id: 'tests',
    project_id: 'temporal',
    ...more,
    steps,
  } as unknown as PipelineDocument
}

const call = (id: string, method: string, inputs: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'function',
  method,
  inputs,
  ...more,
})

describe('a typed pipeline on the real engine', () => {
  const built = pipeline(
    { pipeline_id: 'typed', name: 'Typed', workspace_id: 'tests', project_id: 'temporal' },
    { catalog },
  )
    .input(z.object({ start: z.number(), numbers: z.array(z.number()) }))
    .function('first', { method: 'double', inputs: ({ input }) => ({ n: input.start }) })
    .loop('each', { iterate_over: ({ input }) => input.numbers, loop_variable: 'number', max_parallel: 2 }, (item) =>
      item.function('inner', { method: 'double', inputs: ({ number }) => ({ n: number }) }),
    )
    .when(
      'large',
      ({ first }) => gt(first.doubled, 10),
      (then) => then.function('again', { method: 'double', inputs: ({ first }) => ({ n: first.doubled }) }),
      (otherwise) => otherwise.function('zero', { method: 'double', inputs: () => ({ n: 0 }) }),
    )
    .build()

  test('gives typed outputs', async () => {
    const execution = await engine.odp.submit(built, { input: { start: 21, numbers: [1, 2, 3] } })
    const { first, each, again, zero } = await execution.result()
    expectTypeOf(first.doubled).toEqualTypeOf<number>()
    expect(first.doubled).toBe(42)
    expect(each.items.map((item) => item.outputs.inner?.doubled)).toEqual([2, 4, 6])
    expect(again?.doubled).toBe(84)
    expect(zero).toBeUndefined()
  })

  test('tells everything in events without gaps, and again from any number', async () => {
    const execution = await engine.odp.submit(built, { input: { start: 1, numbers: [1] } })
    const events = []
    for await (const event of execution.events()) events.push(event)
    expect(events.map((event) => event.sequence)).toEqual(events.map((_, index) => index + 1))
    expect(events.slice(0, 2).map((event) => event.type)).toEqual(['pipeline.submitted', 'pipeline.started'])
    expect(events.at(-1)?.type).toBe('pipeline.completed')
    expect(events.every((event) => event.execution_id === execution.id && event.workspace_id === 'tests')).toBe(true)
    const rest = []
    for await (const event of engine.odp.execution(execution.id).events({ after: 4 })) rest.push(event)
    expect(rest).toEqual(events.slice(4))
  })

  test('is refused before anything starts when its input does not fit', async () => {
    const refused = engine.odp.submit(built, { input: { start: 'one' as unknown as number, numbers: [] } })
    await expect(refused).rejects.toThrow(PipelineInvalidError)
    await expect(refused).rejects.toThrow(/input\.start/)
  })
})

test('YAML text is checked and run', async () => {
  const text = `
version: "1.0"
pipeline_id: yaml-text
name: YAML text
workspace_id: tests
project_id: temporal
steps:
  - id: twice
    type: function
    method: double
    inputs: { n: "{{input.n}}" }
    outputs: { doubled: twice }
`
  const execution = await engine.odp.submit(text, { input: { n: 4 } })
  expect(await execution.result()).toEqual({ twice: { doubled: 8 } })
  await expect(
    engine.odp.submit(text.replace('method: double', 'method: dobule'), { input: { n: 4 } }),
  ).rejects.toThrow(/10:13.*dobule.*double/s)
})

describe('what goes wrong', () => {
  const outcome = async (source: PipelineDocument, input: Record<string, Json> = {}) =>
    (await engine.odp.submit(source, { input })).outcome()

  test('a method that throws is tried again and then ends the run, named', async () => {
    const policy = { max_attempts: 2, initial_backoff_seconds: 0 }
    const execution = await engine.odp.submit(
      document('throws', [call('broken', 'fail', { message: 'no such luck' }, { retry_policy: policy })]),
    )
    await expect(execution.result()).rejects.toThrow(ExecutionFailedError)
    const { state } = await execution.outcome()
    expect(state.failure).toMatchObject({
      code: 'step_failed',
      step: 'broken',
      message: expect.stringContaining('no such luck'),
    })
    expect(state.steps[0]).toMatchObject({ status: 'failed', attempts: 2 })
    const events = []
    for await (const event of execution.events()) events.push(event.type)
    expect(events).toEqual([
      'pipeline.submitted',
      'pipeline.started',
      'step.started',
      'step.retrying',
      'step.failed',
      'pipeline.failed',
    ])
  })

  test('a result that does not fit its schema is not tried again', async () => {
    const { failure, state } = await outcome(document('lies', [call('liar', 'lie', {})]))
    expect(failure).toMatchObject({ code: 'output_invalid', step: 'liar' })
    expect(failure?.message).toContain('count')
    expect(state.steps[0]?.attempts).toBe(1)
  })

  test('a method that hangs is timed out, and the rest is skipped', async () => {
    const steps = [
      call('hangs', 'wait', { ms: 60_000 }, { timeout_minutes: 0.02, retry_policy: { max_attempts: 1 } }),
      call('reader', 'echo', { value: '{{hangs.waited}}' }),
    ]
    const { failure, state } = await outcome(document('hangs', steps))
    expect(failure).toMatchObject({ code: 'step_timed_out', step: 'hangs' })
    expect(state.steps.map((step) => step.status)).toEqual(['failed', 'skipped'])
  })

  test('a run over its time fails', async () => {
    const { failure } = await outcome(
      document('slow', [call('slow', 'wait', { ms: 60_000 })], { execution: { timeout_minutes: 0.02 } }),
    )
    expect(failure).toMatchObject({
      code: 'pipeline_timed_out',
      message: expect.stringContaining('pipeline timed out'),
    })
  })

  test('a cancelled run stops what runs and says so', async () => {
    const ledger = join(engine.folder, 'cancelled.txt')
    const execution = await engine.odp.submit(
      document('cancelled', [
        call('long', 'wait', { ms: 60_000, ledger }),
        call('next', 'echo', { value: '{{long.waited}}' }),
      ]),
    )
    while (!existsSync(ledger)) await setTimeout(50)
    await execution.cancel()
    const { status, state } = await execution.outcome()
    expect(status).toBe('cancelled')
    expect(state.steps.map((step) => step.status)).toEqual(['cancelled', 'skipped'])
    expect(await readFile(ledger, 'utf8')).not.toContain('end')
  })
})

describe('side by side', () => {
  test('two pipelines with the same step names do not meet', async () => {
    const make = (id: string, n: number) =>
      document(id, [call('same', 'double', { n }), call('other', 'double', { n: '{{same.doubled}}' })])
    const executions = await Promise.all([engine.odp.submit(make('one', 1)), engine.odp.submit(make('two', 100))])
    const [one, two] = await Promise.all(executions.map((execution) => execution.result()))
    expect(one).toEqual({ same: { doubled: 2 }, other: { doubled: 4 } })
    expect(two).toEqual({ same: { doubled: 200 }, other: { doubled: 400 } })
  })

  test('a loop inside a parallel branch inside a loop', async () => {
    const inner = {
      id: 'inner',
      type: 'loop',
      iterate_over: '{{row}}',
      loop_variable: 'cell',
      steps: [call('cell_twice', 'double', { n: '{{cell}}' })],
    }
    const branch = {
      id: 'branch',
      type: 'parallel_group',
      steps: [inner, call('row_echo', 'echo', { value: '{{row}}' })],
    }
    const outer = { id: 'outer', type: 'loop', iterate_over: '{{input.rows}}', loop_variable: 'row', steps: [branch] }
    const reader = call('all', 'echo', {
      value: '{{outer.items[*].outputs.inner.items[*].outputs.cell_twice.doubled}}',
    })
    const execution = await engine.odp.submit(document('nested', [outer, reader]), {
      input: { rows: [[1, 2], [], [3]] },
    })
    expect((await execution.result()).all).toEqual({ value: [[2, 4], [], [6]] })
  })
})

test('a secret reaches the work, and nothing else', async () => {
  const source = document('secret', [
    call('speak', 'echo', { value: { key: 'Bearer {{secrets.TOKEN}}' } }),
    call('listen', 'echo', { value: '{{speak.value.key}}' }),
  ])
  const execution = await engine.odp.submit(source)
  const { speak, listen } = await execution.result()
  expect(speak).toEqual({ value: { key: 'Bearer [secret]' } })
  expect(listen).toEqual({ value: 'Bearer [secret]' })
  const history = await engine.temporal.workflow.getHandle(execution.id).fetchHistory()
  const payloads = Buffer.concat(payloadsOf(history)).toString()
  expect(payloads).toContain('secrets.TOKEN')
  expect(payloads).not.toContain(SECRET)
  expect(JSON.stringify(await execution.status())).not.toContain(SECRET)
})

test('an id is started once, even after its end', async () => {
  const only = document('once', [call('a', 'double', { n: 1 })])
  await (await engine.odp.submit(only, { execution_id: 'once' })).result()
  await expect(engine.odp.submit(only, { execution_id: 'once' })).rejects.toMatchObject({ code: 'execution_exists' })
})

test('a killed worker loses nothing: another one carries on', async () => {
  const taskQueue = 'killed'
  const ledger = join(engine.folder, 'killed.txt')
  const steps = Array.from({ length: 6 }, (_, index) =>
    call(`s${index}`, 'wait', { ms: 300, ledger, ...(index === 0 ? {} : { ms: `{{s${index - 1}.waited}}` }) }),
  )
  const odp = createClient({ address: engine.server.address, task_queue: taskQueue })
  const first = await startWorkerProcess(engine.server.address, taskQueue)
  const execution = await odp.submit(document('killed', steps))
  while (!existsSync(ledger) || !(await readFile(ledger, 'utf8')).includes('end')) await setTimeout(20)
  first.removeAllListeners('exit')
  first.kill('SIGKILL')
  const second = await startWorkerProcess(engine.server.address, taskQueue)
  const outputs = await execution.result()
  expect(outputs).toEqual(Object.fromEntries(steps.map((_, index) => [`s${index}`, { waited: 300 }])))
  const ends = (await readFile(ledger, 'utf8')).split('\n').filter((line) => line.startsWith('end'))
  expect(new Set(ends).size).toBe(6)
  second.removeAllListeners('exit')
  second.kill('SIGKILL')
  await odp.close()
})

/** Every payload of a history, as bytes. */
function payloadsOf(value: unknown): Uint8Array[] {
  if (value instanceof Uint8Array) return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(payloadsOf)
}

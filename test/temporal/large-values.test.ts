import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod, type Json, type PipelineDocument, planPipeline } from '@odp/dsl'
import { createWorker } from '@odp/worker'
import {
  ExecutionHandle,
  operateExecution,
  StartTooLargeError,
  startExecution,
  temporalClient,
} from '@odp/worker/client'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { fileStore, PayloadStoreError } from '@odp/worker/payload-store'
import { type Client, Connection } from '@temporalio/client'
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'

/** Text that compression makes a quarter smaller, not more. */
const NOISE = randomBytes(7_500_000).toString('base64')

/** `ODP_STEPS=2000` runs the largest document that is promised; it takes minutes on a busy machine. */
const STEPS = Number(process.env.ODP_STEPS ?? 200)

let whenCalled = async (): Promise<void> => {}

const text = z.object({ text: z.string() })
const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'noise',
      step_type: 'function',
      summary: 'Returns a text that cannot be compressed.',
      inputs: z.object({ characters: z.number() }),
      outputs: text,
      run: ({ characters }) => ({ text: NOISE.slice(0, characters) }),
    }),
    defineMethod({
      id: 'fill',
      step_type: 'function',
      summary: 'Returns a text of one letter.',
      inputs: z.object({ characters: z.number() }),
      outputs: text,
      run: ({ characters }) => ({ text: 'x'.repeat(characters) }),
    }),
    defineMethod({
      id: 'measure',
      step_type: 'function',
      summary: 'Counts characters, and gives the text back.',
      inputs: text,
      outputs: z.object({ characters: z.number(), text: z.string() }),
      run: ({ text }) => ({ characters: text.length, text }),
    }),
    defineMethod({
      id: 'count',
      step_type: 'function',
      summary: 'Counts on, after what a test does.',
      inputs: z.object({ n: z.number() }),
      outputs: z.object({ n: z.number() }),
      run: async ({ n }) => {
        await whenCalled()
        return { n: n + 1 }
      },
    }),
  ],
})

const call = (id: string, method: string, inputs: Record<string, Json>, depends_on?: string[]): Json => ({
  id,
  type: 'function',
  method,
  inputs,
  ...(depends_on === undefined ? {} : { depends_on }),
  retry_policy: { max_attempts: 2, initial_backoff_seconds: 0 },
})

let folder: string
let server: DevServer
let client: Client
const payloads = () => join(folder, 'payloads')
const endings: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  // The core warns of every failed task.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => {}),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }), forward: {} },
    },
  })
  folder = await mkdtemp(join(tmpdir(), 'odp-large-'))
  server = await startDevServer()
  const payload_store = fileStore(payloads())
  const native = await NativeConnection.connect({ address: server.address })
  const worker = await createWorker({ connection: native, catalog, payload_store })
  const running = worker.run()
  const connection = await Connection.connect({ address: server.address })
  client = temporalClient({ connection, payload_store })
  endings.push(
    async () => {
      worker.shutdown()
      await running
    },
    () => Promise.all([native.close(), connection.close()]),
    () => server.stop(),
    () => rm(folder, { recursive: true, force: true }),
  )
})
beforeEach(() => {
  whenCalled = async () => {}
})
afterAll(async () => {
  for (const end of endings) await end()
})

async function start(
  steps: readonly Json[],
  input: Record<string, Json> = {},
  task_queue = 'odp',
): Promise<ExecutionHandle> {
  const document = {
    version: '1.0',
    pipeline_id: 'large',
    name: 'Large',
    workspace_id: 'tests',
    project_id: 'temporal',
    steps,
  } as unknown as PipelineDocument
  return new ExecutionHandle(client, await startExecution(client, planPipeline(document), input, { task_queue }))
}

async function storedValues(): Promise<number> {
  const entries = await readdir(payloads(), { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).length
}

test('10 MB are returned, read by a later step and given as a result, and the history stays small', async () => {
  const steps = [call('make', 'noise', { characters: 10_000_000 }), call('pass', 'measure', { text: '{{make.text}}' })]
  const execution = await start(steps)
  const { status, outputs } = await execution.result()
  expect(status).toBe('completed')
  expect(outputs.make).toEqual({ text: NOISE })
  expect(outputs.pass).toEqual({ text: NOISE, characters: 10_000_000 })
  const { raw } = await client.workflow.getHandle(execution.id).describe()
  expect(Number(raw.workflowExecutionInfo?.historySizeBytes)).toBeLessThan(10_000)
})

test('an input may be large, and equal values are stored once', async () => {
  const text = NOISE.slice(0, 3_000_000)
  const run = async () => (await start([call('pass', 'measure', { text: '{{input.text}}' })], { text })).result()
  expect((await run()).outputs.pass).toEqual({ text, characters: 3_000_000 })
  const stored = await storedValues()
  expect((await run()).outputs.pass).toEqual({ text, characters: 3_000_000 })
  expect(await storedValues()).toBe(stored)
})

test(`a document of ${STEPS} steps`, async () => {
  const steps = Array.from({ length: STEPS }, (_, index) =>
    call(`s${index}`, 'count', { n: index < 40 ? 0 : `{{s${index - 40}.n}}` }),
  )
  const { status, outputs } = await (await start(steps)).result()
  expect(status).toBe('completed')
  expect(outputs[`s${STEPS - 1}`]).toEqual({ n: Math.ceil(STEPS / 40) })
})

describe('values over the limits are named before Temporal refuses them', () => {
  test('what a step returns', async () => {
    const { state, failure } = await (await start([call('big', 'fill', { characters: 64_000_000 })])).result()
    expect(failure).toMatchObject({ code: 'value_too_large', step: 'big' })
    expect(state.steps[0]?.attempts).toBe(1)
  })

  test('what a step receives', async () => {
    const steps = [
      call('a', 'fill', { characters: 33_000_000 }),
      call('both', 'measure', { text: '{{a.text}}', again: '{{a.text}}' }),
    ]
    expect((await (await start(steps)).result()).failure).toMatchObject({ code: 'value_too_large', step: 'both' })
  })

  test('an input and a plan', async () => {
    const steps = [call('one', 'count', { n: 1 })]
    await expect(start(steps, { text: 'x'.repeat(64_000_000) })).rejects.toThrow(/the input has 6400\d{4} characters/)
    await expect(start([call('one', 'count', { n: 'x'.repeat(20_000_000) })])).rejects.toThrow(StartTooLargeError)
  })
})

describe('a store that is away', () => {
  /** A file where the folder was: neither readable nor writable, also for root. */
  const takeAway = async () => {
    await rename(payloads(), join(folder, 'away'))
    await writeFile(payloads(), '')
  }
  const bringBack = async () => {
    await rm(payloads())
    await rename(join(folder, 'away'), payloads())
  }

  test('fails the step whose result is stored, with its code, after all attempts', async () => {
    const steps = [call('away', 'count', { n: 1 }), call('make', 'noise', { characters: 200_000 }, ['away'])]
    whenCalled = takeAway
    const { failure, state } = await (await start(steps)).result().finally(bringBack)
    expect(failure).toMatchObject({
      code: 'payload_store_failed',
      step: 'make',
      message: expect.stringMatching(/does not answer \(4 attempts\).*ENOTDIR/),
    })
    expect(state.steps[1]?.attempts).toBe(2)
  })

  test('holds up an execution that reads a stored value, which goes on when it is back', async () => {
    const steps = [
      call('make', 'noise', { characters: 300_000 }),
      call('away', 'count', { n: 1 }, ['make']),
      call('pass', 'measure', { text: '{{make.text}}{{away.n}}' }),
    ]
    whenCalled = takeAway
    const execution = await start(steps)
    let reason: string | undefined
    while (reason === undefined) {
      await setTimeout(100)
      reason = await taskFailure(execution.id)
    }
    await bringBack()
    expect(reason).toMatch(/^the payload store file:.* does not answer/)
    expect((await execution.result()).status).toBe('completed')
  })

  test('refuses a start whose input is large, with its code', async () => {
    await takeAway()
    const input = { text: NOISE.slice(0, 100_000) }
    await expect(start([call('one', 'count', { n: 1 })], input).finally(bringBack)).rejects.toThrow(PayloadStoreError)
  })
})

describe('a value that is gone for good', () => {
  let stop: () => Promise<void>
  beforeAll(async () => {
    const native = await NativeConnection.connect({ address: server.address })
    // Without memory of executions, so that values are read again.
    const options = { connection: native, catalog, payload_store: fileStore(payloads()), task_queue: 'forgetful' }
    const worker = await createWorker({ ...options, max_cached_executions: 0 })
    const running = worker.run()
    stop = async () => {
      worker.shutdown()
      await running
      await native.close()
    }
  })
  afterAll(() => stop?.())

  test('is told with its code to who asks, and lets the execution be cancelled', async () => {
    const steps = [
      call('make', 'noise', { characters: 310_000 }),
      call('away', 'count', { n: 1 }, ['make']),
      call('pass', 'measure', { text: '{{make.text}}{{away.n}}' }),
    ]
    whenCalled = async () => {
      for (const name of await readdir(payloads())) await rm(join(payloads(), name), { recursive: true })
    }
    const execution = await start(steps, {}, 'forgetful')
    const gone = { code: 'payload_store_failed', message: expect.stringContaining('does not have the value') }
    while ((await taskFailure(execution.id)) === undefined) await setTimeout(100)
    await Promise.all([
      expect(execution.status()).rejects.toMatchObject(gone),
      expect(execution.result()).rejects.toMatchObject(gone),
      expect(operateExecution(client, execution.id, 'pause', {})).rejects.toMatchObject(gone),
    ])
    expect(await operateExecution(client, execution.id, 'cancel', { by: 'ada' })).toMatchObject({ applied: true })
    await expect(execution.result()).rejects.toMatchObject({
      code: 'execution_terminated',
      message: expect.stringMatching(/terminated: cancelled by ada, payload_store_failed: .* does not have the value/),
    })
  })
})

test('a client with another store is told what to configure', async () => {
  const execution = await start([call('make', 'noise', { characters: 200_000 })])
  await execution.result()
  const connection = await Connection.connect({ address: server.address })
  const other = temporalClient({ connection, payload_store: fileStore(join(folder, 'other')) })
  await expect(new ExecutionHandle(other, execution.id).outputs()).rejects.toMatchObject({
    code: 'payload_store_failed',
    message: expect.stringContaining('set ODP_PAYLOAD_STORE to the same place'),
  })
  await connection.close()
})

/** Why the last workflow task failed: Temporal tries it again until it succeeds. */
async function taskFailure(workflowId: string): Promise<string | undefined> {
  const { history } = await client.workflowService.getWorkflowExecutionHistory({
    namespace: 'default',
    execution: { workflowId },
  })
  return (
    history?.events?.findLast((event) => event.workflowTaskFailedEventAttributes)?.workflowTaskFailedEventAttributes
      ?.failure?.message ?? undefined
  )
}

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { defineCatalog, defineMethod, type Json, type PipelineDocument } from '@odp/dsl'
import { createClient, type Execution, type OdpClient, type SubmitOptions } from '@odp/sdk'
import { type StartWorkerOptions, WORKER_METRICS } from '@odp/worker'
import { SEARCH_ATTRIBUTES, temporalClient } from '@odp/worker/client'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { type Client, Connection } from '@temporalio/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { findFreePort } from '../../packages/worker/src/dev-server/ports.js'

const METRICS_PORT = await findFreePort()

let folder: string
let server: DevServer
let connection: Connection
let client: Client
let odp: OdpClient
const workers: WorkerProcess[] = []

interface WorkerProcess {
  readonly child: ChildProcess
  /** What it has written to standard error. */
  readonly log: () => string
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-operations-'))
  server = await startDevServer()
  connection = await Connection.connect({ address: server.address })
  client = temporalClient({ connection })
  odp = createClient({ address: server.address, catalog })
})
afterEach(async () => {
  for (const { child } of workers) if (child.exitCode === null) child.kill('SIGKILL')
  await Promise.all(workers.splice(0).map(({ ended }) => ended))
})
afterAll(async () => {
  await Promise.all([odp?.close(), connection?.close()])
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What the worker process has, as the checker and the planner see it. */
const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'wait',
      step_type: 'function',
      summary: 'Waits.',
      inputs: z.object({ ms: z.number(), deaf: z.boolean().optional() }),
      outputs: z.object({ waited: z.number() }),
      run: ({ ms }) => ({ waited: ms }),
    }),
    defineMethod({
      id: 'train',
      step_type: 'function',
      summary: 'Needs a graphics card.',
      resource_class: 'gpu',
      inputs: z.object({}),
      outputs: z.object({ by: z.string() }),
      run: () => ({ by: '' }),
    }),
    defineMethod({
      id: 'leak',
      step_type: 'function',
      summary: 'Gives back what it got, or throws it.',
      inputs: z.object({ text: z.string(), fail: z.boolean().optional() }),
      outputs: z.object({ text: z.string() }),
      run: ({ text }) => ({ text }),
    }),
  ],
})

const ledger = () => join(folder, 'ledger')
const written = () => readFile(ledger(), 'utf8').catch(() => '')

/** From the built packages, so that nothing of this process is in it. */
async function startWorkerProcess(
  name: string,
  options: Omit<Partial<StartWorkerOptions>, 'catalog'> = {},
  environment: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const { address, namespace } = server
  const given = { address, namespace, output_directory: folder, ledger: ledger(), name, ...options }
  const file = fileURLToPath(new URL('./operated-worker.mjs', import.meta.url))
  const env = { ...process.env, ...environment }
  const child = fork(file, [JSON.stringify(given)], { execArgv: [], env, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] })
  let log = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    log += text
  })
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  const started: WorkerProcess = { child, log: () => log, ended }
  workers.push(started)
  await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    ended.then(({ code }) => Promise.reject(new Error(`the worker process ended with ${code}: ${log}`))),
  ])
  return started
}

function document(steps: Json[], more: Record<string, Json> = {}): PipelineDocument {
  const head = { version: '1.0', pipeline_id: 'operated', name: 'Operated', workspace_id: 'acme', project_id: 'kyc' }
  return { ...head, ...more, steps } as unknown as PipelineDocument
}

const call = (id: string, method: string, inputs: Record<string, Json>, more: Record<string, Json> = {}): Json => ({
  id,
  type: 'function',
  method,
  inputs,
  ...more,
})
const quick = call('quick', 'wait', { ms: 1 })
const submit = (steps: Json[], more: Record<string, Json> = {}, options: SubmitOptions = {}) =>
  odp.submit(document(steps, more), options)

async function until<Found>(find: () => Promise<Found | undefined | false>): Promise<Found> {
  for (let left = 2_000; left > 0; left -= 1) {
    const found = await find()
    if (found) return found
    await setTimeout(50)
  }
  throw new Error('it did not come')
}

/** Ids of executions that a query of Temporal finds; its index follows after a moment. */
async function find(query: string): Promise<string[]> {
  const ids: string[] = []
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId)
  return ids
}

const historyOf = async ({ id }: Execution) =>
  (await client.workflow.getHandle(id).fetchHistory()).events?.map(({ eventType }) => Number(eventType)) ?? []
const UPSERT = 40

describe('an execution in Temporal', () => {
  let worker: WorkerProcess
  beforeAll(async () => {
    worker = await startWorkerProcess('one')
    workers.splice(workers.indexOf(worker), 1)
  })
  afterAll(async () => {
    worker?.child.kill('SIGTERM')
    expect(await worker?.ended).toEqual({ code: 0, signal: null })
  })

  test('is found by its attributes, at the cost of one event, and carries no input', async () => {
    const execution = await submit([quick], {}, { by: 'ada', input: { secret_word: 'hunter2' } })
    await execution.result()
    const query = `OdpWorkspaceId = 'acme' AND OdpProjectId = 'kyc' AND OdpPipelineId = 'operated' AND OdpMode = 'brave'
      AND OdpStatus = 'completed' AND OdpCost = 0`
    await until(async () => (await find(query)).includes(execution.id))
    expect((await historyOf(execution)).filter((type) => type === UPSERT)).toHaveLength(1)
    const { memo, searchAttributes } = await client.workflow.getHandle(execution.id).describe()
    expect(memo).toMatchObject({ name: 'Operated', by: 'ada', workspace_id: 'acme', digest: expect.any(String) })
    expect(Object.keys(searchAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)))
    expect(JSON.stringify([memo, searchAttributes])).not.toContain('hunter2')
  })

  test('shows that it waits, is paused, and how it ended, also over a new run', async () => {
    const options = { continue_every: 1 }
    const execution = await submit([quick, call('later', 'wait', { ms: 1 })], { execution: { mode: 'safe' } }, options)
    const shown = async () => {
      const { searchAttributes } = await client.workflow.getHandle(execution.id).describe()
      return searchAttributes.OdpStatus?.[0]
    }
    expect(await shown()).toBe('awaiting_approval')
    const { approval } = await until(async () => {
      const state = await execution.status()
      return state.approval && state
    })
    await execution.pause()
    await execution.approve({ digest: approval?.digest ?? '' })
    await until(async () => (await shown()) === 'paused')
    await execution.resume()
    await execution.result()
    await until(async () => (await shown()) === 'completed')
  })

  test('starts where the namespace has no such attributes, with the memo', async () => {
    const namespace = 'bare'
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    })
    await startWorkerProcess('one', { namespace })
    const other = createClient({ address: server.address, namespace, catalog })
    try {
      const execution = await until(() => other.submit(document([quick])).catch(() => undefined))
      await execution.result()
      const { memo, searchAttributes } = await temporalClient({ connection, namespace })
        .workflow.getHandle(execution.id)
        .describe()
      expect(memo).toMatchObject({ pipeline_id: 'operated' })
      expect(searchAttributes).not.toHaveProperty('OdpStatus')
    } finally {
      await other.close()
    }
  })

  test('can be read on the web page, without what it works on', async () => {
    const execution = await submit([quick, call('bad', 'leak', { text: 'hunter2', fail: true })])
    await execution.outcome()
    const details = await client.workflow
      .getHandle(execution.id)
      .query<{ currentDetails: string }>('__temporal_workflow_metadata')
    expect(details.currentDetails).toMatch(
      /^\*\*failed\*\* · 2 of 2 steps ended · cost 0 · failed by `step_failed` in `bad`\n/,
    )
    expect(details.currentDetails).toMatch(/\| `quick` \| function \| ✔ completed \| 1 \| \d+\.\d \|/)
    expect(details.currentDetails).not.toContain('hunter2')
    const { staticSummary } = await client.workflow.getHandle(execution.id).describe()
    expect(await (staticSummary as unknown as () => Promise<string>)()).toBe('Operated')
  })
})

test('metrics can be scraped, and are those that the list names', async () => {
  const metrics_address = `127.0.0.1:${METRICS_PORT}`
  await startWorkerProcess('one', { metrics_address })
  const scrape = async () => (await fetch(`http://${metrics_address}/metrics`)).text()
  const bad = call(
    'bad',
    'leak',
    { text: 'x', fail: true },
    { retry_policy: { max_attempts: 2, initial_backoff_seconds: 1 } },
  )
  await (await submit([quick])).result()
  await (await submit([quick, bad])).outcome()
  const text = await until(async () => {
    const scraped = await scrape()
    return scraped.includes('odp_executions{status="failed"} 1') && scraped
  })
  expect(text).toContain('odp_executions{status="completed"} 1\n')
  expect(text).toContain('odp_step_attempts{outcome="failed",step_type="function",task_queue="odp"} 2\n')
  expect(text).toContain('odp_step_failures{code="step_failed",step_type="function",task_queue="odp"} 2\n')
  expect(text).toMatch(/odp_step_attempt_duration_bucket\{outcome="completed",.*,le="0.5"\} \d\n/)
  expect(text).toMatch(/odp_step_attempt_duration_count\{outcome="completed",.*\} 2\n/)
  expect(text).toContain('temporal_workflow_completed')
  // Those of the cache and of cost have nothing to count here.
  const told = [...text.matchAll(/^# TYPE (odp_\w+) (\w+)$/gm)].map(([, name = '', kind]) => `${name} ${kind}`)
  const listed = Object.entries(WORKER_METRICS).map(([name, { kind }]) => `${name} ${kind}`)
  expect(listed).toEqual(expect.arrayContaining(told))
  expect(told).toHaveLength(4)
})

test('the log is one JSON object a line, and holds nothing that a pipeline works on', async () => {
  const { log } = await startWorkerProcess('one', {}, { ODP_LOG: 'json' })
  const leak = call('leak', 'leak', { text: 'hunter2' })
  const bad = call('bad', 'leak', { text: '{{leak.text}}', fail: true }, { retry_policy: { max_attempts: 1 } })
  const execution = await submit([leak, bad], {}, { by: 'ada' })
  expect((await execution.outcome()).failure?.message).toContain('hunter2')
  await until(async () => /pipeline\.failed.*\n/.test(log()))
  const lines = log().trim().split('\n')
  const records = lines.map((line): Record<string, Json> => JSON.parse(line))
  const of = (event: string) => records.filter((record) => record.event === event)
  expect(of('attempt.completed')).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      event: 'attempt.completed',
      execution_id: execution.id,
      step: 'leak',
      type: 'function',
      attempt: 1,
      task_queue: 'odp',
      duration_ms: expect.any(Number),
    },
  ])
  expect(of('attempt.failed')).toMatchObject([{ level: 'warn', step: 'bad', code: 'step_failed' }])
  expect(of('pipeline.failed')).toMatchObject([{ level: 'warn', execution_id: execution.id, workspace_id: 'acme' }])
  expect(log()).not.toContain('hunter2')
})

test('a step that needs a graphics card waits for a worker that has one', async () => {
  await startWorkerProcess('plain', { serves: ['workflow', 'io'] })
  const execution = await submit([quick, call('train', 'train', {})], {}, { task_queues: { gpu: 'odp-gpu' } })
  const train = async () => (await execution.status()).steps[1]?.status
  await until(async () => (await execution.status()).steps[0]?.status === 'completed')
  await setTimeout(500)
  expect(await train()).toBe('running')
  await startWorkerProcess('with-a-card', { serves: ['gpu'], identity: 'gpu-7' })
  expect(await execution.result()).toMatchObject({ train: { by: 'with-a-card' } })
  const { events } = await client.workflow.getHandle(execution.id).fetchHistory()
  const names = events?.flatMap(({ activityTaskStartedEventAttributes: started }) => started?.identity ?? [])
  expect(names).toEqual([expect.stringMatching(/^\d+@/), 'gpu-7'])
})

test('a queue gives out no more activities in a second than it may', async () => {
  await startWorkerProcess('slow', { max_activities_per_second: 4 })
  const execution = await submit(Array.from({ length: 12 }, (_, index) => call(`step_${index}`, 'wait', { ms: 1 })))
  await execution.result()
  const { started_at, ended_at = started_at } = await execution.status()
  expect(ended_at - started_at).toBeGreaterThan(1_000)
})

test('SIGTERM lets short steps end and gives long ones to another worker at once', async () => {
  await rm(ledger(), { force: true })
  const first = await startWorkerProcess('first', { shutdown_grace_seconds: 3 })
  const retry = { retry_policy: { max_attempts: 3 } }
  const execution = await submit([
    call('short', 'wait', { ms: 1_000 }, retry),
    call('long', 'wait', { ms: 60_000 }, retry),
    call('deaf', 'wait', { ms: 60_000, deaf: true }, retry),
  ])
  await until(async () => (await written()).match(/first start/g)?.length === 3)
  first.child.kill('SIGTERM')
  await startWorkerProcess('second')
  expect(await first.ended).toEqual({ code: 0, signal: null })
  await until(async () => (await written()).match(/second start (?:long|deaf)/g)?.length === 2)
  const text = await written()
  expect(text).toContain('first end short')
  expect(text).toContain('first told long')
  expect(text).not.toMatch(/first end long|second start short/)
  const lost = []
  for await (const { type, failure } of execution.events()) {
    if (type === 'step.retrying') lost.push(failure)
    if (lost.length === 2) break
  }
  // A heartbeat that is missed says something else.
  const failure = { code: 'worker_lost', message: 'the worker was shut down during the attempt', retryable: true }
  expect(lost).toEqual([failure, failure])
  await execution.cancel()
  await execution.outcome()
})

test('metrics that cannot be offered are refused with a reason', async () => {
  const refusal = (metrics_address: string) =>
    startWorkerProcess('one', { metrics_address }).catch((error: Error) => error.message)
  expect(await refusal('9464')).toMatch(/MetricsAddressError: metrics_address must be host:port/)
  expect(await refusal(server.address)).toMatch(/MetricsAddressError: no metrics can be offered at/)
})

test('the guide names every metric with its labels, and every search attribute', async () => {
  const guide = await readFile(new URL('../../docs/operations.md', import.meta.url), 'utf8')
  for (const [name, { kind, labels }] of Object.entries(WORKER_METRICS)) {
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${name}\` | ${kind}`))
    expect(row, name).toContain(`| ${labels.map((label) => `\`${label}\``).join(', ')} |`)
  }
  for (const name of Object.keys(SEARCH_ATTRIBUTES)) expect(guide).toContain(`\`${name}\``)
})

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Json, type PipelineDocument, planPipeline } from '@odp/dsl'
import type { ExecutionEvent } from '@odp/dsl/plan'
import { readEvents } from '@odp/worker'
import { ExecutionEndedError, ExecutionHandle, startExecution, temporalClient } from '@odp/worker/client'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { type Client, Connection } from '@temporalio/client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { isProcessAlive } from '../../packages/worker/src/dev-server/is-process-alive.js'

let folder: string
let server: DevServer
let connection: Connection
let client: Client
const workers: ChildProcess[] = []
let number = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-events-'))
  await startServer()
  connection = await Connection.connect({ address: server.address })
  client = temporalClient({ connection })
})
afterEach(async () => {
  await Promise.all(workers.splice(0).map(kill))
})
afterAll(async () => {
  await connection?.close()
  await server?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function startServer(port?: number): Promise<void> {
  const database_file = join(folder, 'temporal.db')
  server = await startDevServer({ database_file, ...(port === undefined ? {} : { port }) })
}

/** A worker in a process of its own, from the built packages. */
function startWorker(task_queue: string, ...rest: string[]): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./worker-process.mjs', import.meta.url))
  const child = fork(file, [server.address, task_queue, ...rest], { execArgv: [] })
  workers.push(child)
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child))
    child.once('exit', (code) => reject(new Error(`the worker process ended with ${code}`)))
  })
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await ended
}

/** Steps one after the other, each of so many milliseconds. */
function planOf(durations: readonly number[]) {
  const steps: Json[] = durations.map((ms, index) => ({
    id: `s${index}`,
    type: 'function',
    method: 'wait',
    inputs: { ms, ledger: join(folder, 'ledger') },
    ...(index === 0 ? {} : { depends_on: [`s${index - 1}`] }),
  }))
  const names = { pipeline_id: 'events', name: 'Events', workspace_id: 'w', project_id: 'p' }
  return planPipeline({ version: '1.0', ...names, steps } as unknown as PipelineDocument)
}

const queueOf = () => `events-${++number}`
const start = (durations: readonly number[], task_queue: string) =>
  startExecution(client, planOf(durations), {}, { task_queue })

async function all(events: AsyncIterable<ExecutionEvent>, seen: ExecutionEvent[] = []): Promise<ExecutionEvent[]> {
  for await (const event of events) seen.push(event)
  return seen
}

function expectWhole(events: readonly ExecutionEvent[]): void {
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
  expect(events.at(-1)?.type).toBe('pipeline.completed')
}

test('following asks once a change and adds nothing to history', async () => {
  const queue = queueOf()
  await startWorker(queue)
  const counted = await Connection.connect({ address: server.address })
  let answers = 0
  const ask = counted.workflowService.queryWorkflow.bind(counted.workflowService)
  counted.workflowService.queryWorkflow = (async (...args: Parameters<typeof ask>) => {
    const answer = await ask(...args)
    // What a busy machine answers late is asked twice, and answered once.
    answers += 1
    return answer
  }) as typeof ask
  const durations = [300, 300, 300, 300]
  const id = await start(durations, queue)
  expectWhole(await all(new ExecutionHandle(temporalClient({ connection: counted }), id).events()))
  // Five changes, a question before listening and one for what may have been missed until then.
  expect(answers).toBeLessThanOrEqual(7)
  await counted.close()

  const unseen = await start(durations, queue)
  await client.workflow.getHandle(unseen).result()
  const lengths = await Promise.all([id, unseen].map((one) => client.workflow.getHandle(one).describe()))
  expect(lengths[0]?.historyLength).toBe(lengths[1]?.historyLength)
})

test('events are whole across new runs, from any number, and nothing follows the last', async () => {
  const queue = queueOf()
  await startWorker(queue)
  const id = `new-runs-${number}`
  const args = [planOf(Array.from({ length: 12 }, () => 30)), {}, { continue_every: 2 }]
  await client.workflow.start('runPipeline', { workflowId: id, taskQueue: queue, args })
  const execution = new ExecutionHandle(client, id)
  const events = await all(execution.events())
  expectWhole(events)
  const { raw } = await client.workflow.getHandle(id).describe()
  expect(raw.workflowExecutionInfo?.firstRunId).not.toBe(raw.workflowExecutionInfo?.execution?.runId)
  expect(await all(execution.events({ after: 7 }))).toEqual(events.slice(7))
  expect(await all(execution.events({ after: events.length }))).toEqual([])
  expect(await all(execution.events({ follow: false }))).toEqual(events)
})

test('a signal ends the reading; an execution that Temporal ended is told as such', async () => {
  const queue = queueOf()
  await startWorker(queue)
  const id = await start([60_000], queue)
  const execution = new ExecutionHandle(client, id)
  const controller = new AbortController()
  const seen: ExecutionEvent[] = []
  const reading = all(execution.events({ signal: controller.signal }), seen)
  while (seen.length < 3) await setTimeout(50)
  controller.abort()
  expect(await reading).toHaveLength(3)

  const ended = all(execution.events())
  await setTimeout(500)
  await client.workflow.getHandle(id).terminate('the test says so')
  await expect(ended).rejects.toThrow(ExecutionEndedError)
})

test('a reader goes on after the server was killed', async () => {
  const queue = queueOf()
  await startWorker(queue)
  const id = await start([1_000, 3_000, 1_000], queue)
  const seen: ExecutionEvent[] = []
  const reading = all(new ExecutionHandle(client, id).events(), seen)
  while (seen.length < 5) await setTimeout(50)
  const port = Number(server.address.split(':')[1])
  process.kill(server.pid, 'SIGKILL')
  while (isProcessAlive(server.pid)) await setTimeout(50)
  await startServer(port)
  await reading
  expectWhole(seen)
})

test('a bus gets every event once, in order, though workers are killed', async () => {
  const queue = queueOf()
  const file = join(folder, 'bus', 'events.jsonl')
  const durations = Array.from({ length: 8 }, () => 400)
  let worker = await startWorker(queue, file)
  const ids = await Promise.all([0, 1, 2].map(() => start(durations, queue)))
  const handles = ids.map((id) => new ExecutionHandle(client, id))
  for (const pause of [700, 1_300]) {
    await setTimeout(pause)
    await kill(worker)
    worker = await startWorker(queue, file)
  }
  const truths = await Promise.all(handles.map((handle) => all(handle.events())))
  // The last events are on their way; this kill takes them, and the next worker asks for them.
  await kill(worker)
  await startWorker(queue, file)
  for (const [index, truth] of truths.entries()) {
    expectWhole(truth)
    const published = () => all(readEvents(file, { execution_id: ids[index] ?? '' }))
    await expect.poll(published, { timeout: 60_000, interval: 500 }).toEqual(truth)
  }
})

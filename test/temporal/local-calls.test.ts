import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod, type PipelineDocument } from '@odp/dsl'
import { createClient, type OdpClient } from '@odp/sdk'
import { createWorker } from '@odp/worker'
import { dataConverterFor, temporalClient } from '@odp/worker/client'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { configuredStore } from '@odp/worker/payload-store'
import { type Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { workflowBundle } from '../../packages/worker/src/workflow-bundle.js'

/** Events of a task that was begun and not completed. */
const LOST_TASKS = [8, 9]

/** Others use the machine too, and may hold it for longer than a task lasts: what was lost is tried again. */
const MOST_TRIES = 3

/** The execution of each call. */
const calls: string[] = []
const ports = { inputs: z.object({ ms: z.number() }), outputs: z.object({ waited: z.number() }) }
const catalog = defineCatalog({
  methods: [
    defineMethod({
      id: 'compute',
      step_type: 'function',
      summary: 'Holds the thread.',
      local: true,
      ...ports,
      run({ ms }, { execution_id }) {
        calls.push(execution_id)
        const end = performance.now() + ms
        while (performance.now() < end);
        return { waited: ms }
      },
    }),
    defineMethod({
      id: 'wait',
      step_type: 'function',
      summary: 'Waits.',
      local: true,
      ...ports,
      async run({ ms }, { execution_id }) {
        calls.push(execution_id)
        await setTimeout(ms)
        return { waited: ms }
      },
    }),
  ],
})

let server: DevServer
let odp: OdpClient
let temporal: Client
let stop: () => Promise<void>

beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  server = await startDevServer()
  const connection = await NativeConnection.connect({ address: server.address })
  const worker = await createWorker({ connection, catalog })
  const running = worker.run()
  odp = createClient({ address: server.address, catalog })
  const temporalConnection = await Connection.connect({ address: server.address })
  temporal = temporalClient({ connection: temporalConnection })
  stop = async () => {
    worker.shutdown()
    await running
    await Promise.all([odp.close(), temporalConnection.close(), connection.close()])
    await server.stop()
  }
})
afterAll(() => stop?.())

// Each takes longer than the five seconds of a task.
test.each([
  { method: 'compute', count: 160, parallel: 10, shortest: 20, longest: 60 },
  { method: 'compute', count: 24, parallel: 24, shortest: 200, longest: 400 },
  { method: 'wait', count: 200, parallel: 100, shortest: 2_600, longest: 3_200 },
])('no task is lost and nothing done twice by $count calls of $method, $parallel at a time', async (given) => {
  const { method, count, parallel, shortest, longest } = given
  const lengths = Array.from({ length: count }, (_, index) => shortest + ((index * 7919) % (longest - shortest + 1)))
  const inner = { id: 'call', type: 'function', method, inputs: { ms: '{{ms}}' } }
  const loop = {
    id: 'all',
    type: 'loop',
    iterate_over: lengths,
    loop_variable: 'ms',
    max_parallel: parallel,
    steps: [inner],
  }
  const head = { version: '1.0', pipeline_id: 'p', name: 'P', workspace_id: 'w', project_id: 'p' }
  const run = async () => {
    const execution = await odp.submit({ ...head, steps: [loop] } as unknown as PipelineDocument)
    const { id } = execution
    expect((await execution.outcome()).status).toBe('completed')
    const history = await temporal.workflow.getHandle(id).fetchHistory()
    const types = history.events?.map(({ eventType }) => Number(eventType)) ?? []
    return { id, history, lost: types.filter((type) => LOST_TASKS.includes(type)) }
  }
  let last = await run()
  for (let tries = 1; tries < MOST_TRIES && last.lost.length > 0; tries += 1) last = await run()
  const { id, history, lost } = last
  expect([lost, calls.filter((of) => of === id).length]).toEqual([[], count])
  await Worker.runReplayHistory(
    {
      workflowBundle: await workflowBundle(),
      dataConverter: dataConverterFor(configuredStore()),
      sinks: { events: { emitted: { fn() {} } } },
    },
    history,
    id,
  )
})

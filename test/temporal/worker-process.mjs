// A worker in a process of its own, so that a test can kill it.
import { appendFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod } from '@odp/dsl'
import { createWorker, fileEventBus } from '@odp/worker'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { z } from 'zod'

const [address, taskQueue, eventFile] = process.argv.slice(2)
Runtime.install({ logger: new DefaultLogger('ERROR') })
const wait = defineMethod({
  id: 'wait',
  step_type: 'function',
  summary: 'Waits, and writes down that it ran.',
  inputs: z.object({ ms: z.number(), ledger: z.string() }),
  outputs: z.object({ waited: z.number() }),
  async run({ ms, ledger }, context) {
    await appendFile(ledger, `start ${context.idempotency_key}\n`)
    await setTimeout(ms, undefined, { signal: context.signal })
    await appendFile(ledger, `end ${context.idempotency_key}\n`)
    return { waited: ms }
  },
})
const connection = await NativeConnection.connect({ address })
const worker = await createWorker({
  connection,
  task_queue: taskQueue,
  catalog: defineCatalog({ methods: [wait] }),
  ...(eventFile === undefined ? {} : { event_bus: fileEventBus(eventFile) }),
})
process.send('ready')
await worker.run()

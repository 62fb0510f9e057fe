import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineMethod } from '@odp/dsl'
import { createWorker } from '@odp/worker'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { z } from 'zod'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const pause = defineMethod({
  id: 'pause',
  step_type: 'function',
  summary: 'Waits.',
  inputs: z.object({ ms: z.number() }),
  outputs: z.object({}),
  async run({ ms }) {
    await setTimeout(ms)
    return {}
  },
})
const connection = await NativeConnection.connect({ address: process.argv[2] })
const worker = await createWorker({ connection, catalog: defineCatalog({ methods: [pause] }) })
process.send('ready')
process.on('message', () => worker.shutdown())
await worker.run()
process.exit(0)

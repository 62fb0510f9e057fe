import { defineCatalog, defineMethod } from '@odp/dsl'
import { createWorker } from '@odp/worker'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { z } from 'zod'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const noop = defineMethod({
  id: 'noop',
  step_type: 'function',
  summary: 'Adds one.',
  inputs: z.object({ n: z.number() }),
  outputs: z.object({ value: z.number() }),
  run: ({ n }) => ({ value: n + 1 }),
})
const connection = await NativeConnection.connect({ address: process.argv[2] })
const worker = await createWorker({ connection, catalog: defineCatalog({ methods: [noop] }), max_activities: 100 })
process.send('ready')
process.on('message', () => worker.shutdown())
await worker.run()
process.exit(0)

import { createWorker } from '@odp/worker'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { catalog } from './noop-methods.mjs'
import { serve } from './serve.mjs'

const [address, taskQueue] = process.argv.slice(2)
Runtime.install({ logger: new DefaultLogger('ERROR') })
const connection = await NativeConnection.connect({ address })
await serve(await createWorker({ connection, catalog, task_queue: taskQueue, max_activities: 100 }))

import { fileURLToPath } from 'node:url'
import { Context } from '@temporalio/activity'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const connection = await NativeConnection.connect({ address: process.argv[2] })
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('./hand-written-workflows.mjs', import.meta.url)),
  logger: new DefaultLogger('ERROR'),
})
const worker = await Worker.create({
  connection,
  taskQueue: 'hand-written',
  workflowBundle,
  activities: {
    // A heartbeat timeout needs a heartbeat, so the careful user has a timer here too.
    async noop({ n }) {
      const beat = setInterval(() => Context.current().heartbeat(), 3000)
      try {
        return { value: n + 1 }
      } finally {
        clearInterval(beat)
      }
    },
  },
  maxConcurrentActivityTaskExecutions: 100,
  maxCachedWorkflows: 200,
  stickyQueueScheduleToStartTimeout: '2s',
})
process.send('ready')
process.on('message', () => worker.shutdown())
await worker.run()
process.exit(0)

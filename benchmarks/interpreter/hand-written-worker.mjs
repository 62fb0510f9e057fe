// Runs both the hand-written workflows and the interpreter in the shape of the official sample: same worker, same activity.
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Context } from '@temporalio/activity'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { unevenMs } from './noop-methods.mjs'
import { serve } from './serve.mjs'

const [address, taskQueue, workflows] = process.argv.slice(2)
Runtime.install({ logger: new DefaultLogger('ERROR') })
const connection = await NativeConnection.connect({ address })
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL(workflows, import.meta.url)),
  logger: new DefaultLogger('ERROR'),
})
const worker = await Worker.create({
  connection,
  taskQueue,
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
    async noopUneven({ n }) {
      await setTimeout(unevenMs(n))
      return { value: n + 1 }
    },
    async noopLocal({ n }) {
      return { value: n + 1 }
    },
  },
  maxConcurrentActivityTaskExecutions: 100,
  maxCachedWorkflows: 200,
  stickyQueueScheduleToStartTimeout: '2s',
})
await serve(worker)

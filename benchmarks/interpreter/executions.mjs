// Starts a shape on the task queue of a contender, and reads what it left in Temporal.
import { startExecution, temporalClient } from '@odp/worker/client'
import { Client } from '@temporalio/client'

/** Both clients: ODP's writes large arguments smaller, which only its workers read. */
export function clientsOf(connection) {
  return { odp: temporalClient({ connection }), plain: new Client({ connection }) }
}

/** As users start it: ODP through its own client, with search attributes and memo. */
export async function start({ odp, plain }, taskQueue, run, id) {
  if (run.plan !== undefined) {
    await startExecution(odp, run.plan, run.input, { execution_id: id, task_queue: taskQueue })
    return odp.workflow.getHandle(id)
  }
  const { workflow, args = [] } = run
  return plain.workflow.start(workflow, { args, workflowId: id, taskQueue, workflowTaskTimeout: '5s' })
}

/** Events and bytes of an execution with all of its runs and children; the longest history among them. */
export async function historyOf({ plain }, id) {
  for (;;) {
    const found = []
    for await (const info of plain.workflow.list({ query: `RootWorkflowId = "${id}"` })) found.push(info)
    if (found.length > 0 && found.every(({ status }) => status.name !== 'RUNNING')) {
      const lengths = found.map(({ historyLength }) => historyLength)
      return {
        runs: found.length,
        events: lengths.reduce((sum, length) => sum + length, 0),
        longest: Math.max(...lengths),
        bytes: found.reduce((sum, { historySize }) => sum + historySize, 0),
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

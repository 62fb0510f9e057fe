// Starts a shape on the task queue of a contender, and reads what it left in Temporal.
import { setTimeout } from 'node:timers/promises'
import { startExecution, temporalClient } from '@odp/worker/client'
import { Client } from '@temporalio/client'

const LIMIT_MS = 300_000

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

/** Waits for the end, and after five minutes says what the server knows instead. */
export async function resultOf(handle) {
  const late = Symbol('late')
  const result = await Promise.race([handle.result(), setTimeout(LIMIT_MS, late, { ref: false })])
  if (result !== late) return result
  throw new Error(`${handle.workflowId} runs for ${LIMIT_MS / 1000} s: ${(await problemsOf(handle)).join('; ')}`)
}

async function problemsOf(handle) {
  const { events } = await handle.fetchHistory()
  const { raw } = await handle.describe()
  const failures = [
    ...events.map(({ workflowTaskFailedEventAttributes: failed }) => failed?.failure),
    ...raw.pendingActivities.map(({ lastFailure }) => lastFailure),
  ]
  const messages = failures.flatMap((failure) => failure?.message ?? [])
  return messages.length > 0 ? [...new Set(messages)] : [`no failure in its ${events.length} events`]
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
    await setTimeout(100)
  }
}

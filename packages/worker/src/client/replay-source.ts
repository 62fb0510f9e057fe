import type { ReplaySource } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import type { ExecutionSource } from '../workflows/run-pipeline.js'
import { askedAgain } from './asked-again.js'
import { ExecutionHandle, ExecutionNotFoundError } from './execution-handle.js'
import { patiently } from './patient.js'

/**
 * Reads what a replay of an execution begins with: its plan, its input, and the outputs that it has recorded so far.
 *
 * @throws ExecutionNotFoundError, WorkerUnavailableError
 * @example
 * ```ts
 * import { readReplaySource, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const { plan, input, outputs } = await readReplaySource(client, 'ada-1')
 * ```
 */
export async function readReplaySource(client: Client, id: string): Promise<ReplaySource> {
  const handle = new ExecutionHandle(client, id)
  // First, so that every step that it calls completed has its outputs below.
  const state = await handle.status()
  const source = () => client.workflow.getHandle(id).query<ExecutionSource>('source')
  const { plan, input } = await patiently(() => askedAgain(client, source))
  const outputs = await handle.outputs()
  return { plan, input, outputs: outputs as Record<string, JsonObject>, state }
}

/**
 * The task queue whose workers run an execution. The server knows it: no worker is asked.
 *
 * @throws ExecutionNotFoundError
 * @example
 * ```ts
 * import { taskQueueOf, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const task_queue = await taskQueueOf(client, 'ada-1')
 * ```
 */
export async function taskQueueOf(client: Client, id: string): Promise<string> {
  try {
    const { taskQueue } = await patiently(() => client.workflow.getHandle(id).describe())
    return taskQueue
  } catch (error) {
    throw error instanceof WorkflowNotFoundError ? new ExecutionNotFoundError(id) : error
  }
}

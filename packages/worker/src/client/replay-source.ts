import type { ReplaySource } from '@odp/dsl'
import type { JsonObject } from '@odp/dsl/plan'
import type { Client } from '@temporalio/client'
import type { ExecutionSource } from '../workflows/run-pipeline.js'
import { ExecutionHandle } from './execution-handle.js'
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
  // One after the other: of two queries at once to an execution that has ended, one may get no answer for half a minute.
  const { plan, input } = await patiently(source)
  const outputs = await handle.outputs()
  return { plan, input, outputs: outputs as Record<string, JsonObject>, state }
}

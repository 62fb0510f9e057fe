import { randomUUID } from 'node:crypto'
import type { JsonObject, Plan } from '@odp/dsl/plan'
import type { Client } from '@temporalio/client'
import { PayloadStoreError } from '../payload-store/payload-store-error.js'
import { LARGEST_PLAN, LARGEST_VALUE } from '../payload-store/value-limits.js'
import { DEFAULT_TASK_QUEUE } from './task-queue.js'

/**
 * How an execution is started.
 *
 * @example
 * ```ts
 * import type { StartOptions } from '@odp/worker/client'
 *
 * const options: StartOptions = { execution_id: 'ada-1', task_queue: 'odp' }
 * ```
 */
export interface StartOptions {
  /** Id of the execution; the same id is not started twice. Default: the pipeline's id and a random part. */
  readonly execution_id?: string
  /** Default `odp`. */
  readonly task_queue?: string
}

/**
 * A plan or an input that is too large to start with.
 *
 * @example
 * ```ts
 * import { type Plan } from '@odp/dsl/plan'
 * import { StartTooLargeError, startExecution, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const start = (plan: Plan) =>
 *   startExecution(client, plan, {}).catch((error: unknown) => {
 *     if (error instanceof StartTooLargeError) console.error(error.message)
 *   })
 * ```
 */
export class StartTooLargeError extends Error {
  override readonly name = 'StartTooLargeError'
  readonly code = 'value_too_large'
}

/**
 * Starts an execution of a plan.
 *
 * @returns its id
 * @throws StartTooLargeError when the plan has more than 20 million characters of JSON, or the input more than 64 million
 * @throws PayloadStoreError when they are large and cannot be stored
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 * import { startExecution, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const plan = planPipeline(pipeline(meta).function('greet', { method: 'greet' }).build())
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const id = await startExecution(client, plan, { username: 'ada' })
 * ```
 */
export async function startExecution(
  client: Client,
  plan: Plan,
  input: JsonObject,
  options: StartOptions = {},
): Promise<string> {
  for (const [name, value, largest] of [
    ['plan', plan, LARGEST_PLAN],
    ['input', input, LARGEST_VALUE],
  ] as const) {
    const size = JSON.stringify(value).length
    if (size > largest)
      throw new StartTooLargeError(`the ${name} has ${size} characters of JSON; at most ${largest} can be started`)
  }
  const workflowId = options.execution_id ?? `${plan.pipeline_id}-${randomUUID()}`
  const started = client.workflow.start('runPipeline', {
    workflowId,
    taskQueue: options.task_queue ?? DEFAULT_TASK_QUEUE,
    args: [plan, input],
    // A task that a killed worker took is given to another one after five seconds, instead of ten.
    workflowTaskTimeout: '5s',
    memo: {
      pipeline_id: plan.pipeline_id,
      workspace_id: plan.workspace_id,
      project_id: plan.project_id,
      digest: plan.digest,
    },
  })
  await started.catch((error: unknown) => {
    // Temporal's client takes every failure on the way for one of the server.
    throw error instanceof Error && error.cause instanceof PayloadStoreError ? error.cause : error
  })
  return workflowId
}

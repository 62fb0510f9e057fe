import { randomUUID } from 'node:crypto'
import type { JsonObject, Plan } from '@odp/dsl/plan'
import type { Client } from '@temporalio/client'
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

/** Temporal refuses arguments of 2 MB; plan and input stand in history once. */
const LARGEST_START = 1_900_000

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
 * @throws StartTooLargeError when plan or input are larger than 1.9 million characters of JSON
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
  for (const [name, value] of [
    ['plan', plan],
    ['input', input],
  ] as const) {
    const size = JSON.stringify(value).length
    if (size > LARGEST_START)
      throw new StartTooLargeError(
        `the ${name} has ${size} characters of JSON; at most ${LARGEST_START} can be started`,
      )
  }
  const workflowId = options.execution_id ?? `${plan.pipeline_id}-${randomUUID()}`
  await client.workflow.start('runPipeline', {
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
  return workflowId
}

import { randomUUID } from 'node:crypto'
import { approvalRequest, type PipelineEstimate } from '@odp/dsl'
import type { JsonObject, Plan } from '@odp/dsl/plan'
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client'
import { PayloadStoreError } from '../payload-store/payload-store-error.js'
import { LARGEST_PLAN, LARGEST_VALUE } from '../payload-store/value-limits.js'
import type { RunOptions } from '../workflows/run-pipeline.js'
import { executionRecord, lacksAttributes } from './execution-record.js'
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
  /** Who wants it. Anybody who may see the execution in Temporal sees it: it stands in the memo. */
  readonly by?: string
  /** Whether a failure that would fail the run waits for a person first, who can retry or skip the step. Default false. */
  readonly hold_failures?: boolean
  /** Minutes after which a question without an answer counts as answered by `fail`. Default 10,080: a week. */
  readonly answer_expires_minutes?: number
  /** What a plan in safe mode will cost: shown to who approves it, and part of what is approved. */
  readonly estimate?: Pick<PipelineEstimate, 'cost' | 'duration'>
  /** Minutes after which a plan in safe mode that nobody approved fails with `approval_expired`. Default 10,080: a week. */
  readonly approval_expires_minutes?: number
  /** Task queues by the kind of machine that they are for. Default: `task_queue`. */
  readonly task_queues?: NonNullable<RunOptions['task_queues']>
  /** Goes on in a new run of the workflow after so many answers. Default: when Temporal suggests it. */
  readonly continue_every?: number
  /** Outputs of another execution by step id, which steps take instead of doing their work: `reuse` of `planReplay`. */
  readonly reuse?: Readonly<Record<string, JsonObject>>
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
 * An execution of this id was started before. Nothing was started.
 *
 * @example
 * ```ts
 * import type { Plan } from '@odp/dsl/plan'
 * import { ExecutionExistsError, startExecution, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const start = (plan: Plan) =>
 *   startExecution(client, plan, {}, { execution_id: 'ada-1' }).catch((error: unknown) => {
 *     if (error instanceof ExecutionExistsError) console.error(error.message)
 *   })
 * ```
 */
export class ExecutionExistsError extends Error {
  override readonly name = 'ExecutionExistsError'
  readonly code = 'execution_exists'

  constructor(id: string) {
    super(`an execution '${id}' was started before; choose another id, or read that one`)
  }
}

/**
 * Starts an execution of a plan. One in safe mode waits for the approval of its document, its input and its estimate.
 *
 * @returns its id
 * @throws StartTooLargeError when the plan has more than 20 million characters of JSON, or the input more than 64 million
 * @throws ExecutionExistsError when an execution of this id was started before
 * @throws PayloadStoreError when they are large and cannot be stored
 * @throws RangeError when a time or a number of the options is not above 0
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
  refuseNumbers(options)
  const workflowId = options.execution_id ?? `${plan.pipeline_id}-${randomUUID()}`
  const { typedSearchAttributes, ...record } = await executionRecord(client, plan, options.by)
  const request = {
    workflowId,
    // Who starts it again, since the answer got lost, must not have everything done twice.
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    taskQueue: options.task_queue ?? DEFAULT_TASK_QUEUE,
    args: [plan, input, ...runArguments(plan, input, options)],
    // A task that a killed worker took is given to another one after five seconds, instead of ten.
    workflowTaskTimeout: '5s',
    ...record,
  } as const
  const attributes = typedSearchAttributes === undefined ? {} : { typedSearchAttributes }
  const started = client.workflow.start('runPipeline', { ...request, ...attributes }).catch((error: unknown) => {
    // The namespace may have lost them meanwhile.
    if (typedSearchAttributes === undefined || !lacksAttributes(client, error)) throw error
    return client.workflow.start('runPipeline', request)
  })
  await started.catch((error: unknown) => {
    if (error instanceof WorkflowExecutionAlreadyStartedError) throw new ExecutionExistsError(workflowId)
    // Temporal's client takes every failure on the way for one of the server.
    throw error instanceof Error && error.cause instanceof PayloadStoreError ? error.cause : error
  })
  return workflowId
}

/** JSON makes null of what is no number, and the execution would take its default for it. */
function refuseNumbers({ answer_expires_minutes, approval_expires_minutes, continue_every }: StartOptions): void {
  for (const [name, value] of Object.entries({ answer_expires_minutes, approval_expires_minutes, continue_every })) {
    if (value === undefined || (Number.isFinite(value) && value > 0)) continue
    throw new RangeError(`${name} must be a number above 0; it is ${value}`)
  }
}

/** Only what is not as always: arguments stand in the history of every execution. */
function runArguments(plan: Plan, input: JsonObject, options: StartOptions): (JsonObject | RunOptions)[] {
  const { reuse, estimate, approval_expires_minutes, execution_id, task_queue, by, ...how } = options
  const approval =
    plan.mode === 'safe' ? { approval: approvalRequest(plan, input, estimate, approval_expires_minutes) } : {}
  const run: RunOptions = { ...how, ...approval }
  if (reuse !== undefined && Object.keys(reuse).length > 0) return [run, reuse]
  return Object.keys(run).length === 0 ? [] : [run]
}

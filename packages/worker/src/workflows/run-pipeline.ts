import type { ExecutionEvent, ExecutionState, ExecutionStatus, Json, JsonObject, Plan } from '@odp/dsl/plan'
import {
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  defineQuery,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import { Interpreter } from './interpreter/interpreter.js'
import { TemporalHost } from './temporal-host.js'

/**
 * One page of outputs. `next` is where the following page begins, absent on the last one.
 *
 * @example
 * ```ts
 * import type { OutputsPage } from '@odp/worker/workflows'
 *
 * const page: OutputsPage = { outputs: { greet: { text: 'hi' } }, next: 1 }
 * ```
 */
export interface OutputsPage {
  readonly outputs: Readonly<Record<string, Json>>
  readonly next?: number
}

/**
 * The state of every step.
 *
 * @example
 * ```ts
 * import { temporalClient } from '@odp/worker/client'
 * import { statusQuery } from '@odp/worker/workflows'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const state = await client.workflow.getHandle('ada-1').query(statusQuery)
 * ```
 */
export const statusQuery = defineQuery<ExecutionState>('status')
/**
 * Events after a sequence number, at most `limit`.
 *
 * @example
 * ```ts
 * import { temporalClient } from '@odp/worker/client'
 * import { eventsQuery } from '@odp/worker/workflows'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const events = await client.workflow.getHandle('ada-1').query(eventsQuery, 0, 100)
 * ```
 */
export const eventsQuery = defineQuery<ExecutionEvent[], [after: number, limit: number]>('events')
/**
 * Outputs of completed steps, a page at a time, from a place in the list of steps.
 *
 * @example
 * ```ts
 * import { temporalClient } from '@odp/worker/client'
 * import { outputsQuery } from '@odp/worker/workflows'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const { outputs, next } = await client.workflow.getHandle('ada-1').query(outputsQuery, 0)
 * ```
 */
export const outputsQuery = defineQuery<OutputsPage, [from: number]>('outputs')

/** Characters of JSON in one page of outputs; an answer of 2 MB is refused by Temporal. */
const PAGE_SIZE = 1_000_000

/**
 * The workflow: runs a plan. What it gives lies in its queries, which answer after the end too; its own result stays
 * small, so that large outputs stand in history once.
 *
 * @example
 * ```ts
 * import type { Plan } from '@odp/dsl/plan'
 * import { temporalClient } from '@odp/worker/client'
 * import { runPipeline } from '@odp/worker/workflows'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const start = (plan: Plan) =>
 *   client.workflow.start(runPipeline, { workflowId: 'ada-1', taskQueue: 'odp', args: [plan, { username: 'ada' }] })
 * ```
 */
export async function runPipeline(plan: Plan, input: JsonObject): Promise<{ status: ExecutionStatus }> {
  const { workflowId } = workflowInfo()
  const interpreter = new Interpreter(plan, { execution_id: workflowId, input }, new TemporalHost())
  setHandler(statusQuery, () => interpreter.state())
  setHandler(eventsQuery, (after, limit) => interpreter.events(after, limit))
  setHandler(outputsQuery, (from) => outputsPage(interpreter.outputs(), from))
  // Cancellation is the interpreter's to carry out, so that every step gets its end and its event.
  CancellationScope.current().cancelRequested.catch(() => interpreter.cancel())
  const status = await CancellationScope.nonCancellable(() => runInScope(interpreter))
  const { failure } = interpreter.state()
  if (status === 'cancelled') throw new CancelledFailure('the execution was cancelled')
  if (status === 'failed')
    throw ApplicationFailure.nonRetryable(failure?.message ?? 'the pipeline failed', failure?.code ?? 'step_failed')
  return { status }
}

/** Runs in a scope that holds every call, so that one cancellation at the end stops all that is still under way. */
async function runInScope(interpreter: Interpreter): Promise<ExecutionStatus> {
  const scope = new CancellationScope()
  const status = await scope.run(() => interpreter.run())
  if (status !== 'completed') scope.cancel()
  return status
}

function outputsPage(all: JsonObject, from: number): OutputsPage {
  const outputs: JsonObject = {}
  let size = 0
  for (const [index, [id, value]] of Object.entries(all).entries()) {
    if (index < from) continue
    size += JSON.stringify(value).length
    if (size > PAGE_SIZE && Object.keys(outputs).length > 0) return { outputs, next: index }
    outputs[id] = value
  }
  return { outputs }
}

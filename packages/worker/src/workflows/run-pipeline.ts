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

/** One page of outputs. `next` is where the following page begins, absent on the last one. */
export interface OutputsPage {
  readonly outputs: Readonly<Record<string, Json>>
  readonly next?: number
}

/** The state of every step. */
export const statusQuery = defineQuery<ExecutionState>('status')
/** Events after a sequence number, at most `limit`. */
export const eventsQuery = defineQuery<ExecutionEvent[], [after: number, limit: number]>('events')
/** Outputs of completed steps, a page at a time, from a place in the list of steps. */
export const outputsQuery = defineQuery<OutputsPage, [from: number]>('outputs')

/** Characters of JSON in one page of outputs; an answer of 2 MB is refused by Temporal. */
const PAGE_SIZE = 1_000_000

/**
 * The workflow: runs a plan. What it gives lies in its queries, which answer after the end too; its own result stays
 * small, so that large outputs stand in history once.
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

import type {
  ExecutionEvent,
  ExecutionInput,
  ExecutionState,
  FinalStatus,
  Json,
  JsonObject,
  Operation,
  OperationArguments,
  OperationName,
  OperationResult,
  Plan,
} from '@odp/dsl/plan'
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  proxySinks,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import type { EventSinks } from '../events/event-sink.js'
import { storedOutputs } from './interpreter/completed-outputs.js'
import { Execution, type NextRun } from './interpreter/execution.js'
import type { Continuation, JournalEntry } from './interpreter/journal.js'
import { showDetails, showStatus } from './show-execution.js'
import { type TaskQueues, TemporalHost } from './temporal-host.js'
import { toldEvents } from './told-events.js'

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
  /** Keys in the payload store of whole outputs, for the steps of which only a part is in `outputs`. */
  readonly stored?: Readonly<Record<string, string>>
  readonly next?: number
}

/** What an execution was started with, for a replay of it. */
export interface ExecutionSource {
  readonly plan: Plan
  readonly input: JsonObject
}

/** How an execution is run, beside its plan and its input. */
export interface RunOptions extends Omit<ExecutionInput, 'execution_id' | 'input' | 'reuse'> {
  /** Goes on in a new run after so many answers. Default: when Temporal suggests it. */
  readonly continue_every?: number
  /** Task queues by the kind of machine that they are for. Default: the queue of the workflow. */
  readonly task_queues?: TaskQueues
}

/** What a new run gets beside its journal. */
export type ContinuationHead = Omit<Continuation, 'journal'>

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
/** Plan and input. */
const sourceQuery = defineQuery<ExecutionSource>('source')

/** What people do to an execution, each an update of its own name. */
const OPERATIONS = [
  'approve',
  'reject',
  'pause',
  'resume',
  'cancel',
  'retryStep',
  'skipStep',
  'answerStep',
  'replan',
] as const satisfies readonly OperationName[]

/** Characters of JSON in one page of outputs; an answer of 2 MB is refused by Temporal. */
const PAGE_SIZE = 1_000_000

/** A loop whose steps overlap is never without a call in flight; beyond this many events nothing new starts until it is. */
const MOST_EVENTS = 12_000

/**
 * The workflow: runs a plan. What it gives lies in its queries, which answer after the end too; its own result stays
 * small, so that large outputs stand in history once. A long execution goes on in a new run, with the journal of those
 * before it: one argument a run, so that each is stored once.
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
export async function runPipeline(
  plan: Plan,
  input: JsonObject,
  options: RunOptions = {},
  reuse?: Readonly<Record<string, JsonObject>>,
  head?: ContinuationHead,
  ...journal: (readonly JournalEntry[])[]
): Promise<{ status: FinalStatus }> {
  const { continue_every, task_queues = {}, ...how } = options
  const start = { execution_id: workflowInfo().workflowId, input, ...how, ...(reuse === undefined ? {} : { reuse }) }
  const { events } = proxySinks<EventSinks>()
  const execution = new Execution(plan, start, new TemporalHost(task_queues), {
    ...(head === undefined ? {} : { continuation: { ...head, journal } }),
    onEvents: (added) => {
      const told = toldEvents(added)
      if (told.length > 0) events.emitted(told)
      showStatus(execution)
    },
  })
  showDetails(execution)
  setHandler(statusQuery, () => execution.state())
  setHandler(eventsQuery, (after, limit) => execution.events(after, limit))
  setHandler(outputsQuery, (from) => outputsPage(execution, from))
  setHandler(sourceQuery, () => ({ plan, input }))
  // Cancellation is the interpreter's to carry out, so that every step gets its end and its event.
  CancellationScope.current().cancelRequested.catch(() => execution.cancel())
  const next = await CancellationScope.nonCancellable(() => runInScope(execution, continue_every))
  if (next !== undefined) return goOn(next, options)
  const { status, failure } = execution.state()
  if (status === 'cancelled') throw new CancelledFailure(failure?.message ?? 'the execution was cancelled')
  if (status === 'failed')
    throw ApplicationFailure.nonRetryable(failure?.message ?? 'the pipeline failed', failure?.code ?? 'step_failed')
  return { status: 'completed' }
}

function acceptOperation<Name extends OperationName>(execution: Execution, scope: CancellationScope, name: Name): void {
  const asOperation = (given: OperationArguments[Name]) => ({ ...given, operation: name }) as unknown as Operation
  const refuse = (given: OperationArguments[Name]): void => {
    const refusal = execution.refusal(asOperation(given))
    if (refusal !== undefined) throw ApplicationFailure.nonRetryable(refusal.message, refusal.code)
  }
  // In the scope of the run, where calls belong: those of the root scope end when somebody cancels the workflow.
  const handle = (given: OperationArguments[Name]): Promise<OperationResult> =>
    scope.run(async () => {
      // Another operation may have come between the validator and this.
      refuse(given)
      return execution.operate(asOperation(given))
    })
  setHandler(defineUpdate<OperationResult, [OperationArguments[Name]]>(name), handle, { validator: refuse })
}

/**
 * Runs in a scope that holds every call, so that one cancellation at the end stops all that is still under way.
 * Gives how the execution goes on, if it does in a new run.
 */
async function runInScope(execution: Execution, every: number | undefined): Promise<NextRun | undefined> {
  const scope = new CancellationScope()
  return scope.run(async () => {
    let isOver = false
    const end = execution.run().then(() => {
      isOver = true
    })
    // What came before this task is carried out here: there is something to pause or to answer only now.
    for (const name of OPERATIONS) acceptOperation(execution, scope, name)
    await condition(() => {
      if (isOver || execution.hasEnded) return true
      if (isLong(execution, every)) execution.hold()
      // What was accepted is answered by the run that accepted it.
      return execution.next() !== undefined && allHandlersFinished()
    })
    const next = execution.next()
    if (next === undefined) {
      await end
      await condition(allHandlersFinished)
    }
    if (next !== undefined || execution.status !== 'completed') scope.cancel()
    return next
  })
}

function isLong(execution: Execution, every: number | undefined): boolean {
  if (every !== undefined) return execution.progress >= every
  const { continueAsNewSuggested, historyLength } = workflowInfo()
  return continueAsNewSuggested && (execution.callsInFlight === 0 || historyLength > MOST_EVENTS)
}

function goOn({ plan, start, continuation }: NextRun, options: RunOptions): Promise<never> {
  const { execution_id: _id, input, reuse, ...how } = start
  const { journal, ...head } = continuation
  const { continue_every, task_queues } = options
  return continueAsNew<typeof runPipeline>(
    plan,
    input,
    {
      ...how,
      ...(continue_every === undefined ? {} : { continue_every }),
      ...(task_queues === undefined ? {} : { task_queues }),
    },
    reuse,
    head,
    ...journal,
  )
}

function outputsPage({ interpreter }: Execution, from: number): OutputsPage {
  const stored = storedOutputs(interpreter.steps)
  const page = Object.keys(stored).length === 0 ? {} : { stored }
  const outputs: JsonObject = {}
  let size = 0
  for (const [index, [id, value]] of Object.entries(interpreter.outputs()).entries()) {
    if (index < from) continue
    size += JSON.stringify(value).length
    if (size > PAGE_SIZE && Object.keys(outputs).length > 0) return { ...page, outputs, next: index }
    outputs[id] = value
  }
  return { ...page, outputs }
}

import { setImmediate, setTimeout } from 'node:timers/promises'
import type {
  ExecutionEvent,
  ExecutionInput,
  ExecutionResult,
  ExecutionState,
  Operation,
  OperationResult,
  Plan,
  Refusal,
} from '@odp/dsl/plan'
import {
  Execution,
  type ExecutionOptions,
  type NextRun as NextExecutionRun,
} from '../workflows/interpreter/execution.js'
import { type Clock, realClock } from './clock.js'
import { InProcessHost, type Work } from './in-process-host.js'

/** Milliseconds between two looks whether an execution goes on in a new run. */
const LOOK_MS = 20

type NextRun = Omit<NextExecutionRun, 'continuation'> & Pick<ExecutionOptions, 'continuation'>

/** An execution under way in this process. */
export interface InProcessExecution {
  state(): ExecutionState
  /** Why an operation cannot be carried out now. */
  refusal(operation: Operation): Refusal | undefined
  /** Carries out an operation that is not refused. */
  operate(operation: Operation): OperationResult
}

/**
 * How an execution is run in this process.
 *
 * @example
 * ```ts
 * import type { InProcessOptions } from '@odp/worker/in-process'
 *
 * const options: InProcessOptions = { work: async () => ({ outputs: {} }), onEvent: (event) => console.log(event.type) }
 * ```
 */
export interface InProcessOptions {
  /** What does the work of every step that is no control flow. */
  readonly work: Work
  /** Default: the clock of this machine. */
  readonly clock?: Clock
  /** Aborting it cancels the execution. */
  readonly signal?: AbortSignal
  /** Given the execution when it starts, and again whenever it goes on in a new run: what people do to it is done here. */
  readonly onStart?: (execution: InProcessExecution) => void
  /** Goes on in a new run after so many answers, as a long execution does on Temporal. Default: never. */
  readonly continue_every?: number
  /** Called with every event, in order. */
  readonly onEvent?: (event: ExecutionEvent) => void
}

/**
 * A finished execution with all its events.
 *
 * @example
 * ```ts
 * import type { InProcessResult } from '@odp/worker/in-process'
 *
 * const print = ({ status, events }: InProcessResult) => console.log(status, events.length)
 * ```
 */
export interface InProcessResult extends ExecutionResult {
  readonly events: readonly ExecutionEvent[]
}

/**
 * Runs a plan with the same interpreter as on Temporal, in this process: for tests and dry runs. Nothing survives the process.
 *
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 * import { runInProcess } from '@odp/worker/in-process'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const plan = planPipeline(pipeline(meta).function('greet', { method: 'greet' }).build())
 * const start = { execution_id: 'hello-1', input: {} }
 * const { status, outputs } = await runInProcess(plan, start, { work: async () => ({ outputs: { answer: 42 } }) })
 * ```
 */
export async function runInProcess(
  plan: Plan,
  start: ExecutionInput,
  options: InProcessOptions,
): Promise<InProcessResult> {
  const clock = options.clock ?? realClock
  const host = new InProcessHost(options.work, clock)
  let next: NextRun = { plan, start, continuation: undefined }
  while (true) {
    const { continuation } = next
    const execution: Execution = new Execution(next.plan, next.start, host, {
      ...(continuation === undefined ? {} : { continuation }),
      onEvents: (events) => {
        for (const event of events) options.onEvent?.(event)
        if (execution.progress >= (options.continue_every ?? Number.POSITIVE_INFINITY)) execution.hold()
      },
    })
    const following = await runOnce(execution, clock, options)
    if (following === undefined) return resultOf(execution)
    // What a new run gets has crossed a border as JSON, as on Temporal.
    next = JSON.parse(JSON.stringify(following)) as NextRun
  }
}

/** Runs one interpreter to the end, or until it goes on in a new run. */
async function runOnce(
  execution: Execution,
  clock: Clock,
  { signal, onStart }: InProcessOptions,
): Promise<NextRun | undefined> {
  const cancel = () => execution.cancel()
  if (signal?.aborted === true) cancel()
  signal?.addEventListener('abort', cancel, { once: true })
  let next: NextRun | undefined
  const end = execution.run()
  // What is done to it before it has begun would come before the state that it goes on from.
  onStart?.(execution)
  try {
    if (clock.advance === undefined) {
      next = await nextInRealTime(execution, end)
    } else {
      // With virtual time everything that can happen has happened after one turn of the event loop.
      while (!execution.hasEnded) {
        await setImmediate()
        next = execution.next()
        if (next !== undefined) break
        if (!execution.hasEnded && !clock.advance()) await setImmediate()
      }
    }
    if (next === undefined) await end
    return next
  } finally {
    signal?.removeEventListener('abort', cancel)
    if (next !== undefined) execution.abandon()
  }
}

async function nextInRealTime(execution: Execution, end: Promise<unknown>): Promise<NextRun | undefined> {
  const over = new AbortController()
  const isOver = end.then(() => true)
  try {
    while (true) {
      const look = setTimeout(LOOK_MS, false, { signal: over.signal }).catch(() => true)
      if (await Promise.race([isOver, look])) return undefined
      const next = execution.next()
      if (next !== undefined) return next
    }
  } finally {
    over.abort()
  }
}

function resultOf(execution: Execution): InProcessResult {
  const state = execution.state()
  return {
    status: state.status,
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    outputs: execution.outputs(),
    state,
    events: execution.events(0, Number.MAX_SAFE_INTEGER),
  }
}

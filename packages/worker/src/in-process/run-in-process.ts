import { setImmediate } from 'node:timers/promises'
import type { ExecutionEvent, ExecutionInput, ExecutionResult, ExecutionStatus, Plan } from '@odp/dsl/plan'
import { Interpreter } from '../workflows/interpreter/interpreter.js'
import { type Clock, realClock } from './clock.js'
import { InProcessHost, type Work } from './in-process-host.js'

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
  const interpreter = new Interpreter(plan, start, new InProcessHost(options.work, clock))
  const cancel = () => interpreter.cancel()
  if (options.signal?.aborted === true) cancel()
  options.signal?.addEventListener('abort', cancel, { once: true })
  let status: ExecutionStatus = 'running'
  const end = interpreter.run().then((final) => {
    status = final
  })
  let seen = 0
  const report = () => {
    for (const event of interpreter.events(seen, Number.MAX_SAFE_INTEGER)) {
      seen = event.sequence
      options.onEvent?.(event)
    }
  }
  if (clock.advance === undefined) {
    const watch = options.onEvent === undefined ? undefined : setInterval(report, 20)
    await end
    clearInterval(watch)
  } else {
    // With virtual time everything that can happen has happened after one turn of the event loop.
    while (status === 'running') {
      await setImmediate()
      report()
      if (status === 'running' && !clock.advance()) await setImmediate()
    }
  }
  report()
  options.signal?.removeEventListener('abort', cancel)
  const state = interpreter.state()
  return {
    status: state.status,
    ...(state.failure === undefined ? {} : { failure: state.failure }),
    outputs: interpreter.outputs(),
    state,
    events: interpreter.events(0, Number.MAX_SAFE_INTEGER),
  }
}

import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Catalog, CatalogDocument, Json, PipelineDocument } from '@odp/dsl'
import type { ExecutionResult, Plan } from '@odp/dsl/plan'
import { createClient, type Execution, type StartSettings } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import type { ConnectionSettings } from '@odp/worker/dev-server'
import type { Progress } from '../progress/progress.js'
import type { Interruption } from './interruption.js'
import { askPeople, type People } from './people.js'

const TELL_AFTER_MS = 1_000
const LONGEST_WAIT_MS = 10_000

/** What is run, where and with what. */
export interface ExecuteOptions {
  readonly settings: ConnectionSettings
  readonly pipeline: PipelineDocument
  readonly plan: Plan
  readonly input: Record<string, Json>
  /** Queues of other workers, by the kind of machine that steps need. */
  readonly task_queues: NonNullable<StartSettings['task_queues']>
  readonly catalog?: Catalog
  /** What exists, with what it costs. */
  readonly known?: Catalog | CatalogDocument
  /** Where the person is asked what the execution asks. */
  readonly people: Omit<People, 'signal' | 'progress'>
  readonly output_directory: string
  readonly progress: Progress
  readonly interruption: Interruption
  /** Called when the execution has started. */
  readonly onStarted: (id: string) => void
  /** Called when the execution has ended; its worker may still wait for methods. */
  readonly onEnded: (executed: Executed) => void
  /** Called when methods of an execution that has ended still run after a while. */
  readonly onWaiting: () => void
}

/** How a run ended. */
export interface Executed {
  readonly execution_id: string
  readonly result: ExecutionResult
}

/** Runs a checked pipeline on a server with a worker in this process. Ctrl-C cancels the execution; it still gets its end. */
export async function execute(options: ExecuteOptions): Promise<Executed> {
  const { settings, catalog, output_directory, progress, interruption } = options
  // A queue of its own: another worker on this server has another catalog and must not take these steps.
  const task_queue = `odp-run-${randomUUID()}`
  progress.note('starting the worker')
  const worker = await startWorker({
    ...settings,
    task_queue,
    output_directory,
    ...(catalog === undefined ? {} : { catalog }),
  })
  const client = connect(settings, task_queue, options)
  try {
    interruption.signal.throwIfAborted()
    const execution = await client.submit(options.pipeline, {
      input: options.input,
      ...(Object.keys(options.task_queues).length === 0 ? {} : { task_queues: options.task_queues }),
    })
    options.onStarted(execution.id)
    const workerFailed = worker.ended.then(() => {
      throw new Error('the worker ended before the execution')
    })
    const executed = await Promise.race([follow(execution, options), workerFailed])
    options.onEnded(executed)
    return executed
  } finally {
    await stopWorker(worker, options)
    await client.close()
  }
}

/** Waits for methods that still run, but not for ever: nobody waits for what they give any more. */
async function stopWorker(worker: RunningWorker, { interruption, onWaiting }: ExecuteOptions): Promise<void> {
  const over = new AbortController()
  const { signal } = over
  const wait = (milliseconds: number) => setTimeout(milliseconds, undefined, { signal }).catch(() => {})
  const stopped = worker
    .stop()
    .catch(() => {})
    .then(() => over.abort())
  // A Ctrl-C that cancelled the execution was not meant for this wait; the next one ends the process.
  const interrupted = interruption.signal.aborted ? [] : [interruption.happened]
  await Promise.race([stopped, wait(TELL_AFTER_MS), ...interrupted])
  if (signal.aborted) return
  onWaiting()
  await Promise.race([stopped, wait(LONGEST_WAIT_MS), ...interrupted])
  over.abort()
}

async function follow(execution: Execution, options: ExecuteOptions): Promise<Executed> {
  const { plan, progress, interruption, people } = options
  let isOver = false
  const cancel = () => {
    if (isOver) return
    progress.cancelling()
    // An execution that has just ended cannot be cancelled; its result tells.
    void execution.cancel().catch(() => {})
  }
  void interruption.happened.then(cancel)
  const outcome = execution.outcome()
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, interruption.signal])
  void askPeople(execution, { ...people, progress, signal })
  try {
    await Promise.all([outcome, progress.follow(execution, plan, outcome)])
  } finally {
    over.abort()
  }
  isOver = true
  return { execution_id: execution.id, result: await outcome }
}

function connect(
  { address, namespace, tls, apiKey }: ConnectionSettings,
  task_queue: string,
  { catalog, known }: ExecuteOptions,
): ReturnType<typeof createClient> {
  const checks = { ...(known === undefined ? {} : { catalog: known }), installation: workerInstallation(catalog) }
  // With credentials the client reads all from the environment, where they came from.
  if (tls !== undefined || apiKey !== undefined) return createClient({ task_queue, ...checks })
  return createClient({ address, namespace, task_queue, ...checks })
}

import { setTimeout } from 'node:timers/promises'
import type { Execution } from '@odp/sdk'
import type { RunningWorker } from '@odp/worker'
import type { ConnectionSettings } from '@odp/worker/dev-server'

const LOOK_MS = 1_000

/**
 * Asks what has happened in an execution. Only a worker on its task queue can say it, and that of `odp run` ends with the execution: so
 * this process answers by itself once the execution has ended. `onAlone` is called when nobody else has.
 */
export async function askRecord<Answer>(
  execution: Execution,
  settings: ConnectionSettings,
  ask: () => Promise<Answer>,
  onAlone: () => void = () => {},
): Promise<Answer> {
  const answered = new AbortController()
  const worker = answerOnceClosed(execution, settings, onAlone, answered.signal)
  try {
    return await ask()
  } finally {
    answered.abort()
    await (await worker)?.stop()
  }
}

/** Gives a worker that runs no steps; none when the question is answered before, or when there can be none: then that is the answer. */
async function answerOnceClosed(
  execution: Execution,
  settings: ConnectionSettings,
  onAlone: () => void,
  signal: AbortSignal,
): Promise<RunningWorker | undefined> {
  try {
    do await setTimeout(LOOK_MS, undefined, { signal })
    while (!(await execution.isClosed()))
    const task_queue = await execution.taskQueue()
    signal.throwIfAborted()
    onAlone()
    const { startWorker } = await import('@odp/worker')
    return await startWorker({ ...settings, task_queue, serves: ['workflow'] })
  } catch {
    return undefined
  }
}

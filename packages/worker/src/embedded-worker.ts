import { NativeConnection } from '@temporalio/worker'
import type { ConnectionSettings } from './dev-server/connection-settings.js'
import { installQuietRuntime, type TelemetrySettings } from './operations/install-runtime.js'
import { rolesOf, type WorkKind } from './operations/served-queues.js'
import { createWorkers, type WorkerOptions } from './worker.js'

/**
 * Where the worker connects to, and what it is made of.
 *
 * @example
 * ```ts
 * import type { StartWorkerOptions } from '@odp/worker'
 *
 * const options: StartWorkerOptions = { address: '127.0.0.1:7233', namespace: 'default', max_activities: 20 }
 * ```
 */
export interface StartWorkerOptions
  extends Omit<WorkerOptions, 'connection' | 'namespace'>,
    ConnectionSettings,
    TelemetrySettings {
  /**
   * Kinds of work that this worker does: `workflow` and `io` on `task_queue`, `cpu`, `gpu` and `llm` each on a queue named after it, such as
   * `odp-gpu`. Steps go there when the execution was started with that in `task_queues`. Default: everything that `task_queue` gets.
   */
  readonly serves?: readonly WorkKind[]
}

/**
 * A worker that runs inside this process.
 *
 * @example
 * ```ts
 * import { type RunningWorker, startWorker } from '@odp/worker'
 *
 * const worker: RunningWorker = await startWorker({ address: '127.0.0.1:7233', namespace: 'default' })
 * await worker.stop()
 * ```
 */
export interface RunningWorker {
  /** Resolves when the worker has ended; rejects when it ended by an error, such as a namespace that does not exist. */
  readonly ended: Promise<void>
  /** Lets running steps end, ends the worker and its connection, and waits for that. More than one call does no harm. */
  stop(): Promise<void>
}

/**
 * No Temporal server answers at an address.
 *
 * @example
 * ```ts
 * import { ServerUnreachableError, startWorker } from '@odp/worker'
 *
 * await startWorker({ address: '127.0.0.1:1', namespace: 'default' }).catch((error: unknown) => {
 *   if (error instanceof ServerUnreachableError) console.error(error.message)
 * })
 * ```
 */
export class ServerUnreachableError extends Error {
  override readonly name = 'ServerUnreachableError'
  readonly code = 'temporal_unreachable'
}

/**
 * Connects to a Temporal server and runs a worker in this process until `stop` is called. Signals are left to the
 * program, and only errors are logged, unless the program has set up Temporal's `Runtime` itself before.
 *
 * @throws ServerUnreachableError when no server answers, MetricsAddressError when `metrics_address` cannot be used
 * @example
 * ```ts
 * import { once } from 'node:events'
 * import { startWorker } from '@odp/worker'
 *
 * const worker = await startWorker({ address: '127.0.0.1:7233', namespace: 'default' })
 * await once(process, 'SIGINT')
 * await worker.stop()
 * ```
 */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const { address, tls, apiKey, serves, ...rest } = options
  const roles = rolesOf(serves, options.task_queue)
  installQuietRuntime(options)
  const connection = await connect({
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  })
  try {
    const { workers, publisher } = await createWorkers({ ...rest, connection }, roles)
    const shutDown = () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    }
    const runs = workers.map((worker) => worker.run())
    const ended = Promise.all(runs).then(() => {})
    // One that ends by an error takes the others with it.
    ended.catch(shutDown)
    let stopping: Promise<void> | undefined
    const stop = async () => {
      // The worker answers what is asked about its last events; later nobody may.
      await publisher?.flush()
      shutDown()
      await Promise.allSettled(runs)
      publisher?.stop()
      await connection.close()
    }
    return {
      ended,
      stop() {
        stopping ??= stop()
        return stopping
      },
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

async function connect(
  options: Parameters<typeof NativeConnection.connect>[0] & { readonly address: string },
): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect(options)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    // The message is a dump of nested errors; the innermost one says it in words.
    const reason = /message: "([^"]+)"/.exec(text)?.[1] ?? text
    throw new ServerUnreachableError(`no Temporal server answers at ${options.address}: ${reason}`, { cause: error })
  }
}

import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import type { ConnectionSettings } from './dev-server/connection-settings.js'
import { createPublishingWorker, type WorkerOptions } from './worker.js'

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
export interface StartWorkerOptions extends Omit<WorkerOptions, 'connection' | 'namespace'>, ConnectionSettings {}

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
 * @throws ServerUnreachableError when no server answers
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
  const { address, tls, apiKey, ...rest } = options
  installQuietRuntime()
  const connection = await connect({
    address,
    ...(tls === undefined ? {} : { tls }),
    ...(apiKey === undefined ? {} : { apiKey }),
  })
  try {
    const { worker, publisher } = await createPublishingWorker({ ...rest, connection })
    const ended = worker.run()
    // Who does not watch `ended` must not get an unhandled rejection.
    ended.catch(() => {})
    let stopping: Promise<void> | undefined
    const stop = async () => {
      // The worker answers what is asked about its last events; later nobody may.
      await publisher?.flush()
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await ended.catch(() => {})
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

let isInstalled = false

/**
 * Sets Temporal's runtime up for a command line: by itself it logs every failed attempt and ends workers on Ctrl-C. There is one runtime
 * a process; one that the program has set up before stays as it is.
 *
 * @example
 * ```ts
 * import { createWorker, installQuietRuntime } from '@odp/worker'
 * import { NativeConnection } from '@temporalio/worker'
 *
 * installQuietRuntime()
 * const worker = await createWorker({ connection: await NativeConnection.connect({ address: '127.0.0.1:7233' }) })
 * ```
 */
export function installQuietRuntime(): void {
  if (isInstalled) return
  isInstalled = true
  try {
    Runtime.install({
      logger: new DefaultLogger('ERROR'),
      telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
      shutdownSignals: [],
    })
  } catch (error) {
    // The program has set it up in its own way.
    if (!(error instanceof Error && error.name === 'IllegalStateError')) throw error
  }
}

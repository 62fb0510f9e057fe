import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { claimDatabase, type DatabaseClaim } from './database-claim.js'
import { DevServerError } from './dev-server-error.js'
import { findServerBinary } from './find-server-binary.js'
import { findFreePort, isPortFree } from './ports.js'
import type { SearchAttributeType } from './server-arguments.js'
import { PortTaken, type ServerProcess, startServerProcess } from './server-process.js'

/**
 * Settings of {@link startDevServer}.
 *
 * @example
 * ```ts
 * import type { DevServerOptions } from '@odp/worker/dev-server'
 *
 * const options: DevServerOptions = { database_file: '.odp/temporal.db', port: 7233, onProgress: console.error }
 * ```
 */
export interface DevServerOptions {
  /** SQLite file that keeps executions over restarts. Default: one in a temporary folder, removed by `stop`. */
  readonly database_file?: string
  /** Port on 127.0.0.1. Default: a free one. */
  readonly port?: number
  /** Port of the web interface on 127.0.0.1. Default: no web interface. */
  readonly ui_port?: number
  /** Default: `default`. */
  readonly namespace?: string
  /** Search attributes to register in the namespace, beside those of ODP. */
  readonly search_attributes?: Readonly<Record<string, SearchAttributeType>>
  /** Called with one line for each thing that takes time (a download, a build, the start). */
  readonly onProgress?: (message: string) => void
  /** Ends the start; once the server runs, stops it. */
  readonly signal?: AbortSignal
}

/**
 * A Temporal server that runs as a child of this process and ends with it.
 *
 * @example
 * ```ts
 * import { type DevServer, startDevServer } from '@odp/worker/dev-server'
 *
 * const server: DevServer = await startDevServer()
 * console.log(server.address, server.ui_url)
 * await server.stop()
 * ```
 */
export interface DevServer {
  /** `host:port` for a client or worker. */
  readonly address: string
  readonly namespace: string
  /** Address of the web interface, if one was asked for. */
  readonly ui_url?: string
  readonly pid: number
  /** Its warnings and errors, one JSON object a line. Overwritten at each start. */
  readonly log_file: string
  readonly database_file: string
  /** Ends the server and waits for its end (SIGTERM, after ten seconds SIGKILL). More than one call does no harm. */
  stop(): Promise<void>
}

const attempts = 3

/**
 * Starts a Temporal server for development and tests, set for many small steps, and resolves when it serves.
 * Finds its program with {@link findServerBinary}, which can take some minutes the first time; after that a start takes
 * about a second. Throws a {@link DevServerError}, or the reason of `signal`.
 *
 * @example
 * ```ts
 * import { startDevServer } from '@odp/worker/dev-server'
 * import { Connection } from '@temporalio/client'
 *
 * const server = await startDevServer({ database_file: '.odp/temporal.db', onProgress: console.error })
 * const connection = await Connection.connect({ address: server.address })
 * await server.stop()
 * ```
 */
export async function startDevServer(options: DevServerOptions = {}): Promise<DevServer> {
  const { onProgress = () => {}, signal, namespace = 'default', search_attributes = {}, ui_port } = options
  signal?.throwIfAborted()
  const binary = await findServerBinary({ onProgress, ...(signal && { signal }) })
  for (const port of [options.port, ui_port]) {
    if (port !== undefined && !(await isPortFree(port))) throw portInUse(port)
  }

  const files = prepareFiles(options.database_file)
  let claim: DatabaseClaim | undefined
  const release = () => {
    claim?.release()
    files.remove()
  }
  try {
    claim = await claimDatabase(files.database_file)
    onProgress('starting the Temporal server')
    const server = await startOnFreePort(options.port, (port) =>
      startServerProcess({ binary, port, ui_port, namespace, search_attributes, signal, ...files, onEnd: release }),
    )
    claim.record(server.pid, server.address)
    const stop = () => server.stop()
    signal?.addEventListener('abort', stop, { once: true })
    return {
      address: server.address,
      namespace,
      ...(ui_port !== undefined && { ui_url: `http://127.0.0.1:${ui_port}` }),
      pid: server.pid,
      log_file: files.log_file,
      database_file: files.database_file,
      stop,
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Between finding a free port and listening on it another process may take it: then the next one is tried. */
async function startOnFreePort(
  wanted: number | undefined,
  start: (port: number) => Promise<ServerProcess>,
): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await findFreePort())
    try {
      return await start(port)
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error
      if (wanted !== undefined || attempt === attempts) throw portInUse(port)
    }
  }
}

const portInUse = (port: number) =>
  new DevServerError('temporal_port_in_use', `Port ${port} of 127.0.0.1 is taken. Choose another, or leave it out.`)

function prepareFiles(wanted: string | undefined) {
  if (wanted === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'odp-temporal-'))
    return {
      database_file: join(folder, 'temporal.db'),
      log_file: join(folder, 'temporal.log'),
      remove: () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  const database_file = resolve(wanted)
  mkdirSync(dirname(database_file), { recursive: true })
  return { database_file, log_file: `${database_file.replace(/\.db$/, '')}.log`, remove: () => {} }
}

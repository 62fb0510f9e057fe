import { mkdir, readFile } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import {
  type ConnectionSettings,
  connectionSettings,
  type DevServer,
  DevServerError,
  startDevServer,
} from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { startInterruptibly } from './interruption.js'

/** Database of the embedded server, below the working directory. */
export const DEFAULT_DATABASE = '.odp/temporal.db'

/** A server that runs can be used. */
export interface OpenServer {
  readonly settings: ConnectionSettings
  /** The embedded server, if this process started it. */
  readonly embedded?: DevServer
  stop(): Promise<void>
}

/** How a server is found or started. */
export interface OpenServerOptions {
  /** `host:port` of a running one, instead of TEMPORAL_ADDRESS. Unencrypted. */
  readonly address?: string
  readonly onProgress: (message: string) => void
  readonly signal: AbortSignal
}

/**
 * The server for a run: the one at `address`, the one that the TEMPORAL_ variables name, the one that `odp dev` runs in
 * this folder, or an embedded one that ends with the run.
 *
 * @throws DevServerError, ConnectionSettingsError, CliError
 */
export async function openServer(options: OpenServerOptions, context: CliContext): Promise<OpenServer> {
  const settings = givenSettings(options.address, context)
  if (settings !== undefined) return { settings, stop: async () => {} }
  const database_file = resolve(context.cwd, DEFAULT_DATABASE)
  const { onProgress, signal } = options
  try {
    await mkdir(dirname(database_file), { recursive: true })
    const embedded = await startInterruptibly(signal, (startSignal) =>
      startDevServer({ database_file, onProgress, signal: startSignal }),
    )
    const { address, namespace } = embedded
    return { settings: { address, namespace }, embedded, stop: () => embedded.stop() }
  } catch (error) {
    const running = await runningServer(error, database_file)
    if (running === undefined) throw unwritable(error, context)
    return { settings: running, stop: async () => {} }
  }
}

function givenSettings(address: string | undefined, context: CliContext): ConnectionSettings | undefined {
  if (address === undefined) return connectionSettings({ ...context.env })
  // Credentials of another server are not sent to an address that was named by hand.
  return connectionSettings({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: context.env.TEMPORAL_NAMESPACE })
}

/** The server that has the database open already: `odp dev` in this folder, or another run. */
async function runningServer(error: unknown, database_file: string): Promise<ConnectionSettings | undefined> {
  if (!(error instanceof DevServerError) || error.code !== 'temporal_database_in_use') return undefined
  const owner: unknown = await readFile(`${database_file}.owner`, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined)
  if (typeof owner !== 'object' || owner === null || !('address' in owner)) return undefined
  return typeof owner.address === 'string' ? { address: owner.address, namespace: 'default' } : undefined
}

function unwritable(error: unknown, context: CliContext): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOTDIR' && code !== 'EEXIST') return error
  const place = relative(context.cwd, resolve(context.cwd, DEFAULT_DATABASE))
  return new CliError(
    `the embedded Temporal server cannot write ${place} here; call odp in a folder of your own, or set TEMPORAL_ADDRESS`,
  )
}

import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { createClient, type OdpClient } from '@odp/sdk'
import { type ConnectionSettings, connectionSettings } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { DEFAULT_DATABASE, type OpenServer, openServer } from './open-server.js'

const LONGEST_CONNECT_MS = 5_000

/**
 * The server of executions that were started before: the one at `address`, the one that the TEMPORAL_ variables name, or the
 * one that runs in this folder. None is started.
 *
 * @throws ConnectionSettingsError, CliError
 */
export async function findServer(address: string | undefined, context: CliContext): Promise<ConnectionSettings> {
  const { TEMPORAL_NAMESPACE } = context.env
  // Credentials of another server are not sent to an address that was named by hand.
  const named = address === undefined ? { ...context.env } : { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE }
  const settings = connectionSettings(named) ?? (await serverOfFolder(context))
  if (settings === undefined) {
    throw new CliError(
      'no Temporal server runs in this folder; set TEMPORAL_ADDRESS, give --address, or start one with `odp dev`',
    )
  }
  if (!(await answers(settings.address))) throw new CliError(`no Temporal server answers at ${settings.address}`)
  return settings
}

/**
 * The server that knows executions of before, also those of `odp run`, whose server has ended: it is started on the database of this folder.
 *
 * @throws ConnectionSettingsError, DevServerError, CliError
 */
export async function openRecord(
  address: string | undefined,
  context: CliContext,
  signal: AbortSignal,
): Promise<OpenServer> {
  const isHere = address === undefined && connectionSettings({ ...context.env }) === undefined
  if (isHere && existsSync(resolve(context.cwd, DEFAULT_DATABASE))) {
    return openServer({ onProgress: (message) => context.stderr.write(`${message} …\n`), signal }, context)
  }
  return { settings: await findServer(address, context), stop: async () => {} }
}

/** A client for these settings. */
export function clientOf({ address, namespace, tls, apiKey }: ConnectionSettings): OdpClient {
  // With credentials the client reads all from the environment, where they came from.
  return tls === undefined && apiKey === undefined ? createClient({ address, namespace }) : createClient()
}

async function serverOfFolder(context: CliContext): Promise<ConnectionSettings | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(`${resolve(context.cwd, DEFAULT_DATABASE)}.owner`, 'utf8'))
    if (typeof owner !== 'object' || owner === null || !('address' in owner)) return undefined
    return typeof owner.address === 'string' ? { address: owner.address, namespace: 'default' } : undefined
  } catch {
    return undefined
  }
}

/** Whether something listens; a client of Temporal would try for a minute. */
function answers(address: string): Promise<boolean> {
  const [, host = '', port] = /^\[?(.*?)\]?:(\d+)$/.exec(address) ?? []
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: LONGEST_CONNECT_MS })
    const end = (isListening: boolean) => {
      socket.destroy()
      resolve(isListening)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })
}

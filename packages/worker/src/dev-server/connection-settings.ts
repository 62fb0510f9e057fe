import { readFileSync } from 'node:fs'
import { ConnectionSettingsError } from './connection-settings-error.js'

/**
 * TLS settings in the form that Temporal's client and worker connections take.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import type { ConnectionTls } from '@odp/worker/dev-server'
 *
 * const tls: ConnectionTls = { serverRootCACertificate: readFileSync('ca.pem') }
 * ```
 */
export interface ConnectionTls {
  readonly serverNameOverride?: string
  readonly serverRootCACertificate?: Buffer
  readonly clientCertPair?: { readonly crt: Buffer; readonly key: Buffer }
}

/**
 * Where and how to reach a Temporal server; spread it into `Connection.connect` or `NativeConnection.connect`.
 *
 * @example
 * ```ts
 * import type { ConnectionSettings } from '@odp/worker/dev-server'
 * import { Connection } from '@temporalio/client'
 *
 * const settings: ConnectionSettings = { address: '127.0.0.1:7233', namespace: 'default' }
 * const connection = await Connection.connect(settings)
 * ```
 */
export interface ConnectionSettings {
  /** `host:port`. */
  readonly address: string
  readonly namespace: string
  readonly tls?: boolean | ConnectionTls
  readonly apiKey?: string
}

const tlsVariables = [
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
]

/**
 * Reads the connection from the variables that Temporal's own tools use: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE
 * (`default`), TEMPORAL_API_KEY, TEMPORAL_TLS (on with a key or any TLS file, else off),
 * TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH, TEMPORAL_TLS_SERVER_CA_CERT_PATH,
 * TEMPORAL_TLS_SERVER_NAME. An empty variable counts as not set. Undefined without TEMPORAL_ADDRESS: then the
 * embedded server is meant. Throws a {@link ConnectionSettingsError} for settings that cannot work.
 *
 * @example
 * ```ts
 * import { connectionSettings, startDevServer } from '@odp/worker/dev-server'
 *
 * const settings = connectionSettings() ?? (await startDevServer())
 * ```
 */
export function connectionSettings(environment: NodeJS.ProcessEnv = process.env): ConnectionSettings | undefined {
  const read = (name: string) => environment[name] || undefined
  const address = read('TEMPORAL_ADDRESS')
  const apiKey = read('TEMPORAL_API_KEY')
  if (address === undefined) {
    const lonely = ['TEMPORAL_API_KEY', 'TEMPORAL_TLS', ...tlsVariables].find((name) => read(name) !== undefined)
    if (lonely === undefined) return undefined
    throw incomplete(lonely, 'TEMPORAL_ADDRESS', 'it says which server the setting is for')
  }
  checkAddress(address)
  const tls = readTls(read)
  if (apiKey !== undefined && tls === false) {
    throw new ConnectionSettingsError(
      'temporal_settings_invalid',
      'TEMPORAL_TLS',
      'TEMPORAL_TLS is off, so TEMPORAL_API_KEY would travel unencrypted. Leave TEMPORAL_TLS out, or the key.',
    )
  }
  const encryption = tls ?? (apiKey === undefined ? undefined : true)
  return {
    address,
    namespace: read('TEMPORAL_NAMESPACE') ?? 'default',
    ...(encryption !== undefined && { tls: encryption }),
    ...(apiKey !== undefined && { apiKey }),
  }
}

function checkAddress(address: string): void {
  const [, port] = /^(?:[\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5})$/.exec(address) ?? []
  if (port !== undefined && Number(port) > 0 && Number(port) < 65_536) return
  throw new ConnectionSettingsError(
    'temporal_settings_invalid',
    'TEMPORAL_ADDRESS',
    `TEMPORAL_ADDRESS must be host:port without a scheme, for example 127.0.0.1:7233; it is '${address}'.`,
  )
}

function readTls(read: (name: string) => string | undefined): boolean | ConnectionTls | undefined {
  const wanted = readSwitch('TEMPORAL_TLS', read('TEMPORAL_TLS'))
  const [certificate, key, authority, serverName] = tlsVariables.map(read)
  const given = tlsVariables.find((name) => read(name) !== undefined)
  if (given === undefined) return wanted
  if (wanted === false) throw contradicts(given)
  if (certificate !== undefined && key === undefined) {
    throw incomplete('TEMPORAL_TLS_CLIENT_CERT_PATH', 'TEMPORAL_TLS_CLIENT_KEY_PATH', 'a certificate needs its key')
  }
  if (key !== undefined && certificate === undefined) {
    throw incomplete('TEMPORAL_TLS_CLIENT_KEY_PATH', 'TEMPORAL_TLS_CLIENT_CERT_PATH', 'a key needs its certificate')
  }
  return {
    ...(serverName !== undefined && { serverNameOverride: serverName }),
    ...(authority !== undefined && {
      serverRootCACertificate: readFile('TEMPORAL_TLS_SERVER_CA_CERT_PATH', authority),
    }),
    ...(certificate !== undefined &&
      key !== undefined && {
        clientCertPair: {
          crt: readFile('TEMPORAL_TLS_CLIENT_CERT_PATH', certificate),
          key: readFile('TEMPORAL_TLS_CLIENT_KEY_PATH', key),
        },
      }),
  }
}

function readSwitch(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (/^(true|1)$/i.test(value)) return true
  if (/^(false|0)$/i.test(value)) return false
  throw new ConnectionSettingsError(
    'temporal_settings_invalid',
    name,
    `${name} must be true, 1, false or 0; it is '${value}'.`,
  )
}

function readFile(variable: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new ConnectionSettingsError(
      'temporal_settings_unreadable',
      variable,
      `The file that ${variable} names cannot be read: ${error instanceof Error ? error.message : path}`,
    )
  }
}

const incomplete = (present: string, missing: string, reason: string) =>
  new ConnectionSettingsError(
    'temporal_settings_incomplete',
    missing,
    `${present} is set and ${missing} is not: ${reason}. Set both or neither.`,
  )

const contradicts = (given: string) =>
  new ConnectionSettingsError(
    'temporal_settings_invalid',
    'TEMPORAL_TLS',
    `TEMPORAL_TLS is off and ${given} is set. Leave one of them out.`,
  )

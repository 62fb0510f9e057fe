import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fileStore } from './file-store.js'
import type { PayloadStore } from './payload-store.js'
import { PayloadStoreError } from './payload-store-error.js'
import { s3Store } from './s3-store.js'

const SETTINGS: ReadonlySet<string> = new Set(['region', 'endpoint'])

/**
 * The payload store that a text names: `file:///folder` or `s3://bucket/prefix?region=…&endpoint=…`. Nothing is read or
 * written yet.
 *
 * @param place default: the variable `ODP_PAYLOAD_STORE`, or else `odp/payloads` in the user's data folder
 *   (`$XDG_DATA_HOME`, `~/.local/share`), which every client and worker of the user on this machine finds
 * @throws PayloadStoreError when the text names no store
 * @example
 * ```ts
 * import { configuredStore } from '@odp/worker/payload-store'
 *
 * const store = configuredStore('s3://odp/payloads?region=eu-central-1')
 * ```
 */
export function configuredStore(place: string | undefined = process.env.ODP_PAYLOAD_STORE): PayloadStore {
  if (place === undefined || place === '') return fileStore(defaultFolder(process.env))
  const url = URL.canParse(place) ? new URL(place) : undefined
  if (url?.protocol === 'file:' && place.startsWith('file:///')) return fileStore(fileURLToPath(url))
  if (url?.protocol === 's3:' && url.hostname !== '') return storeInBucket(url)
  const fix = place.startsWith('/') ? `write file://${place}` : 'expected file:///folder or s3://bucket/prefix'
  throw refusal(`'${withoutCredentials(place)}' is no payload store: ${fix}`)
}

/** The folder of values where nothing else is configured. */
export function defaultFolder({ XDG_DATA_HOME: given }: NodeJS.ProcessEnv): string {
  // The convention of XDG: a relative path there is invalid and ignored.
  const data = given?.startsWith('/') ? given : join(homedir(), '.local', 'share')
  return join(data, 'odp', 'payloads')
}

function storeInBucket(url: URL): PayloadStore {
  if (url.username !== '' || url.password !== '')
    throw refusal('credentials do not belong into ODP_PAYLOAD_STORE: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  for (const name of url.searchParams.keys())
    if (!SETTINGS.has(name))
      throw refusal(`a payload store in S3 has no setting '${name}'; there are: region, endpoint`)
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  const region = url.searchParams.get('region')
  const endpoint = url.searchParams.get('endpoint')
  return s3Store({
    bucket: url.hostname,
    ...(prefix === '' ? {} : { prefix }),
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
  })
}

function withoutCredentials(place: string): string {
  return place.replace(/\/\/[^/]*@/, '//')
}

function refusal(message: string): PayloadStoreError {
  return new PayloadStoreError(message, { retryable: false })
}

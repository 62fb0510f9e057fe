import { Client, type ClientOptions } from '@temporalio/client'
import { configuredStore } from '../payload-store/configured-store.js'
import type { PayloadStore } from '../payload-store/payload-store.js'
import { dataConverterFor } from './data-converter.js'

/**
 * Options of Temporal's client, and where large values lie.
 *
 * @example
 * ```ts
 * import type { TemporalClientOptions } from '@odp/worker/client'
 * import { fileStore } from '@odp/worker/payload-store'
 *
 * const options: TemporalClientOptions = { namespace: 'default', payload_store: fileStore('/var/lib/odp/payloads') }
 * ```
 */
export interface TemporalClientOptions extends Omit<ClientOptions, 'dataConverter'> {
  /** Must be that of the workers. Default: what `ODP_PAYLOAD_STORE` says, see `configuredStore`. */
  readonly payload_store?: PayloadStore
}

/**
 * A Temporal client that writes values as the workers of ODP read them.
 *
 * @throws PayloadStoreError when `ODP_PAYLOAD_STORE` names no store
 * @example
 * ```ts
 * import { temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * ```
 */
export function temporalClient({ payload_store = configuredStore(), ...options }: TemporalClientOptions): Client {
  const client = new Client({ ...options, dataConverter: dataConverterFor(payload_store) })
  STORES.set(client, payload_store)
  return client
}

const STORES = new WeakMap<Client, PayloadStore>()

/** The store that a client reads large values from. */
export function storeOf(client: Client): PayloadStore {
  return STORES.get(client) ?? configuredStore()
}

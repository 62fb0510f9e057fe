import { Client, type ClientOptions } from '@temporalio/client'
import { dataConverter } from './data-converter.js'

/**
 * A Temporal client that writes values as the workers of ODP read them.
 *
 * @example
 * ```ts
 * import { temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * ```
 */
export function temporalClient(options: ClientOptions): Client {
  return new Client({ ...options, dataConverter })
}

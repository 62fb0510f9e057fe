/**
 * What went wrong with the embedded server:
 * - `temporal_server_unavailable`: no way to get the server's program worked; the message names each with its fix;
 * - `temporal_server_failed`: the program ended or did not answer in time; the message ends with its last log lines;
 * - `temporal_port_in_use`: the port asked for is taken;
 * - `temporal_database_in_use`: another server has the database open; the message names its address.
 *
 * @example
 * ```ts
 * import type { DevServerErrorCode } from '@odp/worker/dev-server'
 *
 * const code: DevServerErrorCode = 'temporal_port_in_use'
 * ```
 */
export type DevServerErrorCode =
  | 'temporal_server_unavailable'
  | 'temporal_server_failed'
  | 'temporal_port_in_use'
  | 'temporal_database_in_use'

/**
 * Thrown by {@link startDevServer} and {@link findServerBinary}. The message says what to do.
 *
 * @example
 * ```ts
 * import { DevServerError, startDevServer } from '@odp/worker/dev-server'
 *
 * await startDevServer({ port: 7233 }).catch((error: unknown) => {
 *   if (error instanceof DevServerError && error.code === 'temporal_port_in_use') console.error(error.message)
 * })
 * ```
 */
export class DevServerError extends Error {
  override readonly name = 'DevServerError'
  readonly code: DevServerErrorCode

  constructor(code: DevServerErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * What is wrong with the variables of a Temporal connection: one is there without its counterpart
 * (`temporal_settings_incomplete`), has a value that cannot be right (`temporal_settings_invalid`), or names a file
 * that cannot be read (`temporal_settings_unreadable`).
 *
 * @example
 * ```ts
 * import type { ConnectionSettingsErrorCode } from '@odp/worker/dev-server'
 *
 * const code: ConnectionSettingsErrorCode = 'temporal_settings_incomplete'
 * ```
 */
export type ConnectionSettingsErrorCode =
  | 'temporal_settings_incomplete'
  | 'temporal_settings_invalid'
  | 'temporal_settings_unreadable'

/**
 * Thrown by {@link connectionSettings}; `variable` is the one to change. The message never holds a secret.
 *
 * @example
 * ```ts
 * import { ConnectionSettingsError, connectionSettings } from '@odp/worker/dev-server'
 *
 * try {
 *   connectionSettings({ TEMPORAL_ADDRESS: 'temporal.example.org:7233', TEMPORAL_TLS_CLIENT_KEY_PATH: 'client.key' })
 * } catch (error) {
 *   if (error instanceof ConnectionSettingsError) console.error(error.variable, error.message)
 * }
 * ```
 */
export class ConnectionSettingsError extends Error {
  override readonly name = 'ConnectionSettingsError'
  readonly code: ConnectionSettingsErrorCode
  readonly variable: string

  constructor(code: ConnectionSettingsErrorCode, variable: string, message: string) {
    super(message)
    this.code = code
    this.variable = variable
  }
}

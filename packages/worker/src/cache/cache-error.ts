/**
 * A cache that cannot work as it is set up. Codes: `cache_setting_invalid`, `cache_driver_missing`, `cache_file_unusable`.
 *
 * @example
 * ```ts
 * import { CacheError } from '@odp/worker'
 *
 * const isMissing = (error: unknown) => error instanceof CacheError && error.code === 'cache_driver_missing'
 * ```
 */
export class CacheError extends Error {
  override readonly name = 'CacheError'
  readonly code: 'cache_setting_invalid' | 'cache_driver_missing' | 'cache_file_unusable'

  constructor(code: CacheError['code'], message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options)
    this.code = code
  }
}

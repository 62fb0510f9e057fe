import { fileURLToPath } from 'node:url'
import { CacheError } from './cache-error.js'
import { MemoryCache } from './memory-cache.js'
import { RedisCache } from './redis-cache.js'
import type { ResultCache } from './result-cache.js'
import { SqliteCache } from './sqlite-cache.js'

/**
 * Makes the cache that a setting names: `memory`, `off`, the address of a SQLite file, or of a Redis server.
 *
 * @returns undefined for `off`
 * @throws CacheError `cache_setting_invalid`
 * @example
 * ```ts
 * import { cacheOf } from '@odp/worker'
 *
 * const cache = cacheOf('file:///var/lib/odp/cache.sqlite')
 * ```
 */
export function cacheOf(setting: string): ResultCache | undefined {
  if (setting === 'off') return undefined
  if (setting === 'memory') return new MemoryCache()
  const { protocol = '' } = URL.canParse(setting) ? new URL(setting) : {}
  if (protocol === 'file:') return new SqliteCache(pathOf(setting))
  if (protocol === 'redis:' || protocol === 'rediss:') return new RedisCache(setting)
  throw invalid(setting)
}

function pathOf(setting: string): string {
  try {
    return fileURLToPath(setting)
  } catch {
    throw invalid(setting)
  }
}

/** An address may hold a password, so only its beginning is shown. */
function invalid(setting: string): CacheError {
  const shown = setting.split(/[:/]/)[0] ?? ''
  return new CacheError(
    'cache_setting_invalid',
    `the cache is set to '${shown}…'; use memory, off, file:///path/to/cache.sqlite or redis://host:6379`,
  )
}

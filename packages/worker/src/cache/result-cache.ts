import type { JsonObject } from '@odp/dsl/plan'

/**
 * A kept result.
 *
 * @example
 * ```ts
 * import type { CacheEntry } from '@odp/worker'
 *
 * const entry: CacheEntry = { outputs: { text: 'hi' } }
 * ```
 */
export interface CacheEntry {
  readonly outputs: JsonObject
}

/**
 * Keeps results of steps for later attempts, of other executions and workers too. Every method may reject: the work is done without the cache then.
 * Of all that want one result at the same time one claims it, and the others wait for it.
 *
 * @example
 * ```ts
 * import type { ResultCache } from '@odp/worker'
 *
 * const isKept = async (cache: ResultCache, key: string) => (await cache.get(key)) !== undefined
 * ```
 */
export interface ResultCache {
  get(key: string): Promise<CacheEntry | undefined>
  /**
   * Asks to be the one who makes a result. `hit`: it is there. `claimed`: nobody else makes it, for so many seconds; the same owner may claim again to
   * get more. `busy`: somebody else makes it.
   */
  claim(key: string, owner: string, seconds: number): Promise<'hit' | 'claimed' | 'busy'>
  /** Keeps a result for so many seconds, and ends every claim of it. */
  put(key: string, entry: CacheEntry, seconds: number): Promise<void>
  /** Ends the claim of an owner; nothing happens where there is none. */
  release(key: string, owner: string): Promise<void>
  /** Rejects with a `CacheError` where the cache can never work as it is set up. A server that does not answer is no such case. */
  open?(): Promise<void>
  close?(): Promise<void>
}

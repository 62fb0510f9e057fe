import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { StepResult } from '@odp/dsl/plan'
import type { CacheEntry, ResultCache } from './result-cache.js'

/** Seconds for which a claim holds without being renewed: so long waits everybody for an owner that was killed. */
export const LEASE_SECONDS = 10

/** Milliseconds between two looks at a result that somebody else makes: the first, and the longest. */
export const FIRST_LOOK_MS = 50
export const LONGEST_LOOK_MS = 1_000

/** Milliseconds after which a cache counts as not answering. */
const PATIENCE_MS = 5_000

/** One result that is wanted. */
export interface CachedWork {
  readonly cache: ResultCache
  readonly key: string
  readonly ttl_seconds: number
  readonly signal: AbortSignal
  /** Default 10. */
  readonly lease_seconds?: number
  work(): Promise<StepResult>
}

/**
 * Takes a result from the cache, or does the work and keeps its result. Of all that want the same at one time one works; the others wait for his
 * result, and one of them takes over when there is none. A cache that does not answer costs no more than a warning.
 */
export async function throughCache(wanted: CachedWork): Promise<StepResult> {
  const owner = randomUUID()
  const lease = wanted.lease_seconds ?? LEASE_SECONDS
  let claim: 'claimed' | CacheEntry
  try {
    claim = await entryOrClaim(wanted, owner, lease)
  } catch (error) {
    if (wanted.signal.aborted) throw error
    return withWarning(await wanted.work(), error)
  }
  if (claim !== 'claimed') return reused(claim)
  return workAndKeep(wanted, owner, lease)
}

async function entryOrClaim({ cache, key, signal }: CachedWork, owner: string, lease: number) {
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(2 * pause, LONGEST_LOOK_MS)) {
    const answer = await inTime(cache.claim(key, owner, lease))
    if (answer === 'claimed') return answer
    const entry = answer === 'hit' ? await inTime(cache.get(key)) : undefined
    if (entry !== undefined) return entry
    await wait(pause, undefined, { signal })
  }
}

async function workAndKeep(wanted: CachedWork, owner: string, lease: number): Promise<StepResult> {
  const { cache, key, ttl_seconds, signal, work } = wanted
  // A renewal that fails is repeated by the next; should the claim be lost, the work is done twice at worst.
  const renew = () => inTime(cache.claim(key, owner, lease)).catch(() => {})
  const timer = setInterval(renew, (lease * 1000) / 3)
  const giveUp = () => {
    clearInterval(timer)
    void inTime(cache.release(key, owner)).catch(() => {})
  }
  // Nobody has to wait for work whose attempt is over.
  signal.addEventListener('abort', giveUp, { once: true })
  let result: StepResult
  try {
    result = await work()
  } catch (error) {
    giveUp()
    throw error
  } finally {
    clearInterval(timer)
    signal.removeEventListener('abort', giveUp)
  }
  if (result.question !== undefined) giveUp()
  return keep(cache, key, result, ttl_seconds)
}

function withWarning(result: StepResult, error: unknown): StepResult {
  const why = error instanceof Error ? error.message : String(error)
  return {
    ...result,
    warning: `the cache does not answer, so the result was neither looked for nor kept there: ${why}`,
  }
}

/** The answer of a cache, or its failure to give one. */
export async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE_MS / 1000} seconds`)), PATIENCE_MS)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A kept result, as the step gets it. */
export function reused({ outputs }: CacheEntry): StepResult {
  return { outputs, reused: 'cache', cost_units: 0 }
}

/** Keeps a result, and says so in it where that was not possible. */
export async function keep(cache: ResultCache, key: string, result: StepResult, seconds: number): Promise<StepResult> {
  if (result.question !== undefined) return result
  try {
    await inTime(cache.put(key, { outputs: result.outputs }, seconds))
    return result
  } catch (error) {
    return withWarning(result, error)
  }
}

import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { BatchResult, StepResult } from '@odp/dsl/plan'
import {
  type CachedWork,
  FIRST_LOOK_MS,
  inTime,
  keep,
  LEASE_SECONDS,
  LONGEST_LOOK_MS,
  reused,
} from './through-cache.js'

type Entry = BatchResult['results'][number]

/** Results of items of a batch that are wanted, by their keys; equal items have equal keys. */
export interface CachedBatch extends Omit<CachedWork, 'key' | 'work'> {
  readonly keys: readonly string[]
  /** Works on the items at these places, and tells the entry of each as soon as it is there. */
  work(places: readonly number[], done: (place: number, entry: Entry) => Promise<Entry>): Promise<unknown>
}

/**
 * Takes the results of items from the cache, works on those that nobody makes, and then waits for those that others make: its own
 * are there before it waits, so that no two batches wait for each other. Where the others have none, it takes over.
 */
export async function batchThroughCache(wanted: CachedBatch): Promise<Entry[]> {
  const { keys, signal } = wanted
  const owner = randomUUID()
  const entries = new Map<string, Entry>()
  let open = [...new Set(keys)]
  for (let pause = FIRST_LOOK_MS; open.length > 0; pause = Math.min(2 * pause, LONGEST_LOOK_MS)) {
    const looks = await Promise.all(open.map((key) => look(wanted, key, owner)))
    const mine = open.filter((_, index) => looks[index] === 'mine')
    for (const [index, key] of open.entries()) {
      const found = looks[index]
      if (typeof found === 'object') entries.set(key, { result: found })
    }
    if (mine.length > 0) await workOnClaimed(wanted, mine, owner, entries)
    open = open.filter((_, index) => looks[index] === 'busy')
    if (open.length > 0 && mine.length === 0) await wait(pause, undefined, { signal })
  }
  return keys.flatMap((key, place) => {
    const entry = entries.get(key)
    return entry === undefined ? [] : [keys.indexOf(key) === place ? entry : repeated(entry)]
  })
}

async function look({ cache, lease_seconds = LEASE_SECONDS }: CachedBatch, key: string, owner: string) {
  try {
    const answer = await inTime(cache.claim(key, owner, lease_seconds))
    if (answer === 'claimed') return 'mine'
    const entry = answer === 'hit' ? await inTime(cache.get(key)) : undefined
    return entry === undefined ? 'busy' : reused(entry)
  } catch {
    // What cannot be looked for is made; that it could not be kept either is told with it.
    return 'mine'
  }
}

async function workOnClaimed(wanted: CachedBatch, mine: readonly string[], owner: string, entries: Map<string, Entry>) {
  const { cache, keys, ttl_seconds, signal, lease_seconds = LEASE_SECONDS } = wanted
  const held = new Set(mine)
  const renew = () => {
    for (const key of held) void inTime(cache.claim(key, owner, lease_seconds)).catch(() => {})
  }
  const timer = setInterval(renew, (lease_seconds * 1000) / 3)
  const give = (key: string) => {
    held.delete(key)
    return inTime(cache.release(key, owner)).catch(() => {})
  }
  const giveAll = () => {
    clearInterval(timer)
    for (const key of held) void give(key)
  }
  const done = async (place: number, entry: Entry): Promise<Entry> => {
    const key = keys[place] ?? ''
    const isKept = 'result' in entry && entry.result.question === undefined
    if (!isKept) await give(key)
    held.delete(key)
    const kept = isKept ? { result: await keep(cache, key, entry.result, ttl_seconds) } : entry
    entries.set(key, kept)
    return kept
  }
  signal.addEventListener('abort', giveAll, { once: true })
  try {
    const places = mine.map((key) => keys.indexOf(key))
    await wanted.work(places, done)
  } finally {
    giveAll()
    signal.removeEventListener('abort', giveAll)
  }
}

/** The same for an equal item. */
function repeated(entry: Entry): Entry {
  if (!('result' in entry) || entry.result.question !== undefined) return entry
  return { result: reused(entry.result) satisfies StepResult }
}

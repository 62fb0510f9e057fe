import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pass } from 'node:timers/promises'
import type { BatchResult } from '@odp/dsl/plan'
import { afterAll, describe, expect, it } from 'vitest'
import { batchThroughCache } from './batch-through-cache.js'
import { MemoryCache } from './memory-cache.js'
import type { ResultCache } from './result-cache.js'
import { SqliteCache } from './sqlite-cache.js'
import { throughCache } from './through-cache.js'

const folder = mkdtempSync(join(tmpdir(), 'odp-batch-cache-'))
const signal = new AbortController().signal
afterAll(() => rmSync(folder, { recursive: true }))

/** What was worked on, in order. */
function bench(fails: (key: string) => boolean = () => false) {
  const made: string[] = []
  const batch = (cache: ResultCache, keys: readonly string[], more: object = {}) =>
    batchThroughCache({
      cache,
      keys,
      ttl_seconds: 60,
      signal,
      async work(places, done) {
        const own = places.map((place) => keys[place] ?? '')
        made.push(...own)
        await pass(60)
        const entries = own.map((key): BatchResult['results'][number] =>
          fails(key)
            ? { failure: { code: 'step_failed', message: key, retryable: true } }
            : { result: { outputs: { key }, cost_units: 1 } },
        )
        await Promise.all(entries.map((entry, index) => done(places[index] ?? -1, entry)))
      },
      ...more,
    })
  return { made, batch }
}

const fresh = (key: string) => ({ result: { outputs: { key }, cost_units: 1 } })
const kept = (key: string) => ({ result: { outputs: { key }, reused: 'cache', cost_units: 0 } })

describe.each<[string, (name: string) => ResultCache]>([
  ['in memory', () => new MemoryCache()],
  ['in a SQLite file', (name) => new SqliteCache(join(folder, `${name}.sqlite`))],
])('items of batches, %s', (_where, make) => {
  it('that are equal are made once, in one batch and in batches at the same time', async () => {
    const cache = make('equal')
    const { made, batch } = bench()
    const [one, other] = await Promise.all([batch(cache, ['a', 'b', 'a']), batch(cache, ['c', 'b', 'a', 'd'])])
    expect(made.sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(one).toEqual([fresh('a'), fresh('b'), kept('a')])
    expect(other).toEqual([fresh('c'), kept('b'), kept('a'), fresh('d')])
    await cache.close?.()
  })

  it('wait for each other without standing still, for single calls too', async () => {
    const cache = make('crossed')
    const { made, batch } = bench()
    const single = throughCache({
      cache,
      key: 's',
      ttl_seconds: 60,
      signal,
      work: async () => {
        await pass(200)
        return { outputs: { key: 's' } }
      },
    })
    await pass(5)
    expect(await batch(cache, ['a', 's'])).toEqual([fresh('a'), kept('s')])
    expect(made).toEqual(['a'])
    await single
    await cache.close?.()
  })

  it('are made by another batch where the first has none', async () => {
    const cache = make('failed')
    const failing = bench((key) => key === 'a')
    const { made, batch } = bench()
    const first = failing.batch(cache, ['a', 'b', 'a'])
    await pass(5)
    expect(await batch(cache, ['a', 'b'])).toEqual([fresh('a'), kept('b')])
    expect(made).toEqual(['a'])
    const failure = { failure: { code: 'step_failed', message: 'a', retryable: true } }
    expect(await first).toEqual([failure, fresh('b'), failure])
    await cache.close?.()
  })
})

it('leaves what it does not finish to others', async () => {
  const cache = new MemoryCache()
  const { batch } = bench()
  const attempt = new AbortController()
  void batch(cache, ['a'], { signal: attempt.signal, work: () => new Promise(() => {}) })
  await expect(batch(cache, ['b'], { work: () => Promise.reject(new Error('no')) })).rejects.toThrow('no')
  attempt.abort()
  await pass(5)
  expect(await batch(cache, ['a', 'b'])).toEqual([fresh('a'), fresh('b')])
})

it('works with a warning where the cache does not answer', async () => {
  const down = () => Promise.reject(new Error('connection refused'))
  const { batch } = bench()
  const [entry] = await batch({ get: down, claim: down, put: down, release: down }, ['a'])
  expect(entry).toMatchObject({ result: { outputs: { key: 'a' }, warning: expect.stringContaining('refused') } })
})

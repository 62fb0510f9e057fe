import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CacheError } from './cache-error.js'
import { MemoryCache } from './memory-cache.js'
import { cacheOf } from './open-cache.js'
import { RedisCache } from './redis-cache.js'
import type { ResultCache } from './result-cache.js'
import { SqliteCache } from './sqlite-cache.js'

const folder = mkdtempSync(join(tmpdir(), 'odp-cache-'))
const opened: ResultCache[] = []

afterAll(async () => {
  for (const cache of opened) await cache.close?.()
  rmSync(folder, { recursive: true })
})

function hasRedisClient(): boolean {
  try {
    return createRequire(import.meta.url).resolve('redis') !== ''
  } catch {
    return false
  }
}

/** A Redis server for tests: `ODP_TEST_REDIS=redis://127.0.0.1:6379`. */
const { ODP_TEST_REDIS: redis } = process.env
const stores: [string, () => ResultCache][] = [
  ['memory', () => new MemoryCache()],
  ['a SQLite file', () => new SqliteCache(join(folder, 'deep', 'cache.sqlite'))],
  ...(redis === undefined ? [] : ([['Redis', () => new RedisCache(redis)]] as [string, () => ResultCache][])),
]

const entry = { outputs: { text: 'ünï\u0000', n: 1 } }
let keys = 0

describe.each(stores)('results in %s', (name, make) => {
  const cache = make()
  opened.push(cache)
  // A slow disk takes no time of what is kept. Redis has a clock of its own.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const pass = async (ms: number) => {
    vi.setSystemTime(Date.now() + ms)
    if (name === 'Redis') await setTimeout(ms)
  }
  const fresh = () => {
    keys += 1
    return `k${keys}-${process.pid}-${Date.now()}`
  }

  it('are there until their time is over', async () => {
    const key = fresh()
    expect(await cache.get(key)).toBeUndefined()
    await cache.put(key, entry, 0.3)
    expect(await cache.get(key)).toEqual(entry)
    expect(await cache.claim(key, 'one', 1)).toBe('hit')
    await pass(350)
    expect(await cache.get(key)).toBeUndefined()
    expect(await cache.claim(key, 'one', 1)).toBe('claimed')
  })

  it('are made by one at a time, who may take longer', async () => {
    const key = fresh()
    expect(await cache.claim(key, 'one', 0.3)).toBe('claimed')
    expect(await cache.claim(key, 'two', 0.3)).toBe('busy')
    expect(await cache.claim(key, 'one', 5)).toBe('claimed')
    await pass(350)
    expect(await cache.claim(key, 'two', 5)).toBe('busy')
    await cache.release(key, 'two')
    expect(await cache.claim(key, 'two', 5)).toBe('busy')
    await cache.release(key, 'one')
    expect(await cache.claim(key, 'two', 5)).toBe('claimed')
    await cache.put(key, entry, 5)
    expect(await cache.claim(key, 'three', 5)).toBe('hit')
  })

  it('may be made by another when their maker is gone', async () => {
    const key = fresh()
    expect(await cache.claim(key, 'killed', 0.2)).toBe('claimed')
    await pass(250)
    expect(await cache.claim(key, 'two', 5)).toBe('claimed')
    expect(await cache.claim(key, 'killed', 5)).toBe('busy')
  })

  it('cannot be changed by who reads them', async () => {
    const key = fresh()
    await cache.put(key, entry, 5)
    const read = await cache.get(key)
    if (read !== undefined) read.outputs.text = 'changed'
    expect(await cache.get(key)).toEqual(entry)
  })
})

it('memory keeps no more than its limit: the oldest go', async () => {
  const cache = new MemoryCache(100)
  const text = 'x'.repeat(40)
  for (const key of ['a', 'b', 'c']) await cache.put(key, { outputs: { text } }, 60)
  expect(await cache.get('a')).toBeUndefined()
  expect(await cache.get('c')).toBeDefined()
  await cache.put('huge', { outputs: { text: 'x'.repeat(200) } }, 60)
  expect(await cache.get('huge')).toBeUndefined()
  expect(await cache.get('c')).toBeDefined()
})

it('a SQLite file that another process holds is waited for, and this process goes on meanwhile', async () => {
  const path = join(folder, 'held.sqlite')
  const cache = new SqliteCache(path)
  await cache.open()
  const other = new (process.getBuiltinModule('node:sqlite').DatabaseSync)(path)
  let beats = 0
  other.exec('BEGIN IMMEDIATE')
  const heart = setInterval(() => {
    beats += 1
    if (beats === 6) other.exec('COMMIT')
  }, 20)
  await Promise.all([cache.put('k', { outputs: { n: 1 } }, 60), cache.claim('other', 'ada', 10)])
  clearInterval(heart)
  expect(beats).toBeGreaterThan(5)
  expect(await cache.get('k')).toEqual({ outputs: { n: 1 } })
  other.exec('BEGIN IMMEDIATE')
  await expect(cache.claim('third', 'ada', 10)).rejects.toThrow('locked')
  other.close()
  await cache.close()
})

describe('a setting', () => {
  it('names a cache', () => {
    expect(cacheOf('memory')).toBeInstanceOf(MemoryCache)
    expect(cacheOf('off')).toBeUndefined()
    expect(cacheOf(pathToFileURL(join(folder, 'x.sqlite')).href)).toBeInstanceOf(SqliteCache)
    expect(cacheOf('redis://:hunter2@host:6379/1')).toBeInstanceOf(RedisCache)
  })

  it.each(['', 'sqlite', '/tmp/x.sqlite', 'http://x', 'file://other.host/x', 'redis'])(
    'that is none is refused: %j',
    (setting) => {
      expect(() => cacheOf(setting)).toThrow(expect.objectContaining({ code: 'cache_setting_invalid' }))
    },
  )

  it('that is refused is not repeated with its password', () => {
    expect(() => cacheOf('http://user:hunter2@x')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    )
  })

  it('of a file that cannot be used says so when it is opened', async () => {
    const error = await new SqliteCache('/dev/null/x.sqlite').open().catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(CacheError)
    expect(error).toMatchObject({ code: 'cache_file_unusable', message: expect.stringContaining('/dev/null/x.sqlite') })
  })

  it.skipIf(hasRedisClient())('of Redis says what is missing', async () => {
    await expect(new RedisCache('redis://127.0.0.1:1').open()).rejects.toMatchObject({ code: 'cache_driver_missing' })
  })

  it.runIf(hasRedisClient())(
    'of Redis opens without its server, and each call says that it does not answer',
    async () => {
      const cache = new RedisCache('redis://127.0.0.1:1')
      await cache.open()
      await expect(cache.get('k')).rejects.toThrow('ECONNREFUSED')
      await expect(cache.get('k')).rejects.toThrow('ECONNREFUSED')
      await cache.close()
    },
  )
})

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { StepResult } from '@odp/dsl/plan'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MemoryCache } from './memory-cache.js'
import type { ResultCache } from './result-cache.js'
import { SqliteCache } from './sqlite-cache.js'
import { throughCache } from './through-cache.js'

const signal = new AbortController().signal
const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function wanted(cache: ResultCache, work: () => Promise<StepResult>, more: object = {}) {
  return throughCache({ cache, key: 'k', ttl_seconds: 60, signal, work, ...more })
}

describe('a result that many want at one time', () => {
  it('is made once, and told to be reused to the others', async () => {
    const cache = new MemoryCache()
    let calls = 0
    const work = async () => {
      calls += 1
      await pass(80)
      return { outputs: { calls }, cost_units: 5 }
    }
    const results = await Promise.all(Array.from({ length: 20 }, () => wanted(cache, work)))
    expect(calls).toBe(1)
    expect(results.filter(({ reused }) => reused === undefined)).toEqual([{ outputs: { calls: 1 }, cost_units: 5 }])
    expect(results[1]).toEqual({ outputs: { calls: 1 }, reused: 'cache', cost_units: 0 })
  })

  it('is made by the next when the first one fails', async () => {
    const cache = new MemoryCache()
    let calls = 0
    const work = async () => {
      calls += 1
      const number = calls
      await pass(30)
      if (number < 3) throw new Error(`failed ${number}`)
      return { outputs: { number } }
    }
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => wanted(cache, work)))
    expect(calls).toBe(3)
    expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(2)
    expect(await wanted(cache, work)).toMatchObject({ outputs: { number: 3 }, reused: 'cache' })
  })

  it('is not kept when a person has to decide about it', async () => {
    const cache = new MemoryCache()
    const question = { kind: 'below_threshold', message: 'm', choices: ['continue'] } as const
    let calls = 0
    const work = async (): Promise<StepResult> => {
      calls += 1
      return { outputs: {}, question }
    }
    expect(await wanted(cache, work)).toEqual({ outputs: {}, question })
    expect(await wanted(cache, work)).toEqual({ outputs: {}, question })
    expect(calls).toBe(2)
  })

  it('is waited for no longer than the attempt lasts', async () => {
    const cache = new MemoryCache()
    await cache.claim('k', 'somebody', 60)
    const attempt = new AbortController()
    const waiting = wanted(cache, () => Promise.reject(new Error('not called')), { signal: attempt.signal })
    setTimeout(() => attempt.abort(), 20)
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is left to others when the attempt of its maker is over', async () => {
    const cache = new MemoryCache()
    const attempt = new AbortController()
    void wanted(cache, () => new Promise(() => {}), { signal: attempt.signal })
    await pass(5)
    expect(await cache.claim('k', 'other', 1)).toBe('busy')
    attempt.abort()
    await pass(5)
    expect(await cache.claim('k', 'other', 1)).toBe('claimed')
  })

  it('stays claimed as long as it is worked on', async () => {
    const cache = new MemoryCache()
    let calls = 0
    const work = async () => {
      calls += 1
      await pass(3_000)
      return { outputs: {} }
    }
    const first = wanted(cache, work, { lease_seconds: 2 })
    await pass(2_400)
    const second = wanted(cache, work, { lease_seconds: 2 })
    expect((await Promise.all([first, second])).map(({ reused }) => reused)).toEqual([undefined, 'cache'])
    expect(calls).toBe(1)
  })
})

describe('a cache that does not answer', () => {
  const down = () => Promise.reject(new Error('connection refused'))

  it.each<[string, Partial<ResultCache>]>([
    ['from the start', { claim: down }],
    ['when the result is there', { put: down }],
  ])('costs no more than a warning: %s', async (_when, broken) => {
    const memory = new MemoryCache()
    const cache: ResultCache = {
      get: (key) => memory.get(key),
      claim: (...given) => memory.claim(...given),
      put: (...given) => memory.put(...given),
      release: (...given) => memory.release(...given),
      ...broken,
    }
    const result = await wanted(cache, async () => ({ outputs: { v: 1 } }))
    expect(result).toEqual({ outputs: { v: 1 }, warning: expect.stringContaining('connection refused') })
  })
})

describe('a SQLite file of two processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odp-cache-'))
  const children: ChildProcess[] = []
  const source = (name: string) => JSON.stringify(join(import.meta.dirname, name))

  beforeAll(() => {
    // Sources import each other as .js; Node finds the .ts behind it only with this hook.
    writeFileSync(
      join(folder, 'hook.mjs'),
      `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => {
  try { return next(name, context) } catch (error) {
    if (!name.endsWith('.js')) throw error
    return next(name.replace(/\\.js$/, '.ts'), context)
  }
} })`,
    )
    // It wants the same result, and says when it works on it.
    writeFileSync(
      join(folder, 'other.mjs'),
      `import { SqliteCache } from ${source('sqlite-cache.js')}
import { throughCache } from ${source('through-cache.js')}
const [path, ms, lease] = process.argv.slice(2)
const cache = new SqliteCache(path)
const work = async () => {
  process.send('working')
  await new Promise((resolve) => setTimeout(resolve, Number(ms)))
  return { outputs: { by: process.pid } }
}
const signal = new AbortController().signal
await throughCache({ cache, key: 'k', ttl_seconds: 60, signal, lease_seconds: Number(lease), work })
await cache.close()
process.disconnect()`,
    )
  })

  afterAll(() => {
    for (const child of children) child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })

  function start(path: string, ms: number, lease_seconds = 60): ChildProcess {
    const child = fork(join(folder, 'other.mjs'), [path, String(ms), String(lease_seconds)], {
      execArgv: ['--import', join(folder, 'hook.mjs')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    children.push(child)
    return child
  }

  it('has each result made by one of them, and the other waits for it', async () => {
    const path = join(folder, 'a.sqlite')
    const child = start(path, 1_500)
    expect((await once(child, 'message'))[0]).toBe('working')
    const cache = new SqliteCache(path)
    const result = await wanted(cache, () => Promise.reject(new Error('worked twice')))
    expect(result).toEqual({ outputs: { by: child.pid }, reused: 'cache', cost_units: 0 })
    await cache.close()
  })

  it('lets one of them take over when the other is killed', async () => {
    const path = join(folder, 'b.sqlite')
    const child = start(path, 60_000, 1)
    expect((await once(child, 'message'))[0]).toBe('working')
    child.kill('SIGKILL')
    const cache = new SqliteCache(path)
    expect(await wanted(cache, async () => ({ outputs: { by: 'me' } }))).toEqual({ outputs: { by: 'me' } })
    await cache.close()
  })

  it('is used without a warning of Node about SQLite', async () => {
    const child = start(join(folder, 'c.sqlite'), 0)
    let printed = ''
    child.stderr?.on('data', (chunk) => {
      printed += String(chunk)
    })
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(printed).not.toContain('SQLite')
  })
})

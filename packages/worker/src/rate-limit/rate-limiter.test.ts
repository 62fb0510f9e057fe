import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RateLimiter, waitForTurn } from './rate-limiter.js'

const never = new AbortController().signal

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('a rate limiter', () => {
  it('lets no more calls start within the time than the limit says, wherever that begins, and in the end all', async () => {
    const limits = fc.record({ calls: fc.integer({ min: 1, max: 5 }), seconds: fc.integer({ min: 1, max: 10 }) })
    await fc.assert(
      fc.asyncProperty(
        limits,
        fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 20 }),
        async (limit, waits) => {
          const limiter = new RateLimiter(limit)
          const started: number[] = []
          for (const wait of waits) {
            await vi.advanceTimersByTimeAsync(wait)
            void limiter.acquire(never).then(() => started.push(performance.now()))
          }
          const rounds = Math.ceil(waits.length / limit.calls)
          await vi.advanceTimersByTimeAsync(rounds * (limit.seconds * 1000 + 1))
          expect(started).toHaveLength(waits.length)
          for (const [index, from] of started.entries())
            expect((started[index + limit.calls] ?? Number.POSITIVE_INFINITY) - from).toBeGreaterThanOrEqual(
              limit.seconds * 1000 - 1e-6,
            )
        },
      ),
      { numRuns: 50 },
    )
  })

  it('serves in order, and who leaves takes nothing with him', async () => {
    const limiter = new RateLimiter({ calls: 1, seconds: 1 })
    const served: string[] = []
    const leaving = new AbortController()
    await limiter.acquire(never)
    const left = limiter.acquire(leaving.signal).catch((reason: unknown) => served.push(String(reason)))
    void limiter.acquire(never).then(() => served.push('second'))
    void limiter.acquire(never).then(() => served.push('third'))
    leaving.abort('left')
    await left
    await vi.advanceTimersByTimeAsync(1_001)
    expect(served).toEqual(['left', 'second'])
    await vi.advanceTimersByTimeAsync(1_001)
    expect(served).toEqual(['left', 'second', 'third'])
    expect(vi.getTimerCount()).toBe(0)
    await expect(limiter.acquire(AbortSignal.abort('gone'))).rejects.toBe('gone')
  })

  it('is one for each method, and none where there is no limit', async () => {
    const slow = { rate_limit: { calls: 1, seconds: 60 } }
    await waitForTurn(slow, never)
    await waitForTurn({ ...slow }, never)
    await waitForTurn({}, never)
    const leaving = new AbortController()
    const second = waitForTurn(slow, leaving.signal)
    leaving.abort('late')
    await expect(second).rejects.toBe('late')
    expect(vi.getTimerCount()).toBe(0)
  })
})

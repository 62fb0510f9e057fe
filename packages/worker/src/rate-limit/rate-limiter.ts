import type { RateLimit } from '@odp/dsl'

interface Waiting {
  start(): void
}

/**
 * A token bucket: as many calls as the limit says may follow each other at once, then one by one as time refills it. Who waits is served in order.
 */
export class RateLimiter {
  readonly #capacity: number
  readonly #msPerCall: number
  readonly #waiting = new Set<Waiting>()
  #tokens: number
  #filledAt: number
  #timer: NodeJS.Timeout | undefined

  constructor({ calls, seconds }: RateLimit) {
    this.#capacity = Math.max(1, calls)
    this.#msPerCall = (seconds * 1000) / calls
    this.#tokens = this.#capacity
    this.#filledAt = performance.now()
  }

  /** Resolves when the next call may be made; rejects with the reason of the signal when nobody wants it any more. */
  acquire(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason)
    if (this.#waiting.size === 0 && this.#take()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(waiting)
        if (this.#waiting.size === 0) this.#stopTimer()
        reject(signal.reason)
      }
      const waiting: Waiting = {
        start() {
          signal.removeEventListener('abort', leave)
          resolve()
        },
      }
      this.#waiting.add(waiting)
      signal.addEventListener('abort', leave, { once: true })
      this.#wakeLater()
    })
  }

  #take(): boolean {
    const now = performance.now()
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#filledAt) / this.#msPerCall)
    this.#filledAt = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  #wakeLater(): void {
    const missing = Math.max(0, 1 - this.#tokens) * this.#msPerCall
    this.#timer ??= setTimeout(() => this.#wake(), Math.min(Math.ceil(missing), LONGEST_TIMER_MS))
  }

  #wake(): void {
    this.#timer = undefined
    for (const waiting of this.#waiting) {
      if (!this.#take()) break
      this.#waiting.delete(waiting)
      waiting.start()
    }
    if (this.#waiting.size > 0) this.#wakeLater()
  }

  #stopTimer(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}

/** A longer timer of Node fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

const limiters = new WeakMap<object, RateLimiter>()

/** Waits until a method may be called, in this process. The heartbeats of the attempt go on meanwhile, and so does its time. */
export function waitForTurn(method: { readonly rate_limit?: RateLimit }, signal: AbortSignal): Promise<void> {
  if (method.rate_limit === undefined) return Promise.resolve()
  const limiter = limiters.get(method) ?? new RateLimiter(method.rate_limit)
  limiters.set(method, limiter)
  return limiter.acquire(signal)
}

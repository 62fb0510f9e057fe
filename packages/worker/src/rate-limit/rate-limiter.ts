import type { RateLimit } from '@odp/dsl'

interface Waiting {
  start(): void
}

/**
 * Lets no more calls start within any stretch of the time than the limit says, as services count them. Who waits is served in order.
 */
export class RateLimiter {
  readonly #calls: number
  readonly #ms: number
  readonly #waiting = new Set<Waiting>()
  /** When the last calls started: the oldest stands where the next will. */
  readonly #starts: number[] = []
  #next = 0
  #timer: NodeJS.Timeout | undefined

  constructor({ calls, seconds }: RateLimit) {
    this.#calls = Math.max(1, Math.floor(calls))
    this.#ms = seconds * 1000
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
    if (this.#msUntilFree() > 0) return false
    this.#starts[this.#next] = performance.now()
    this.#next = (this.#next + 1) % this.#calls
    return true
  }

  #msUntilFree(): number {
    const oldest = this.#starts[this.#next]
    return oldest === undefined ? 0 : oldest + this.#ms - performance.now()
  }

  #wakeLater(): void {
    const wait = Math.min(Math.ceil(Math.max(0, this.#msUntilFree())), LONGEST_TIMER_MS)
    this.#timer ??= setTimeout(() => this.#wake(), wait)
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

import { type EventLoopUtilization, performance } from 'node:perf_hooks'

/** Milliseconds of unbroken work after which the thread rests. */
const MOST_WORK_MS = 200

/** Milliseconds for which it does: what it has to carry to and from workflows takes a few. */
const REST_MS = 30

/**
 * Keeps steps that are done beside their workflow from holding the thread without a break. Temporal prolongs the task of a
 * workflow only while nothing waits to be told to it; where one step ends as soon as the last one is told, the task
 * would run out of its five seconds, and all that was done in it would be done again.
 */
export class LocalWork {
  readonly #waiting: (() => void)[] = []
  #isResting = false
  #restedAt = performance.now()
  #used: EventLoopUtilization = performance.eventLoopUtilization()

  /** When work may begin: now, mostly. */
  async turn(): Promise<void> {
    if (!this.#isResting && !this.#needsRest()) return
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      if (!this.#isResting) this.#rest()
    })
  }

  #needsRest(): boolean {
    if (performance.now() - this.#restedAt < MOST_WORK_MS) return false
    // A thread that has waited for something meanwhile has rested.
    if (performance.eventLoopUtilization(this.#used).idle < REST_MS) return true
    this.#rested()
    return false
  }

  #rest(): void {
    this.#isResting = true
    setTimeout(() => {
      this.#rested()
      this.#next()
    }, REST_MS)
  }

  #rested(): void {
    this.#restedAt = performance.now()
    this.#used = performance.eventLoopUtilization()
  }

  /** One after the other: begun at once, all of them would be one unbroken piece of work. */
  #next(): void {
    if (this.#waiting.length > 0 && this.#needsRest()) {
      this.#rest()
      return
    }
    const begin = this.#waiting.shift()
    if (begin === undefined) {
      this.#isResting = false
      return
    }
    begin()
    setImmediate(() => this.#next())
  }
}

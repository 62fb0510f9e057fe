import type { ExecutionEvent } from '@odp/dsl/plan'

/**
 * An event as a subscription gives it.
 *
 * @example
 * ```ts
 * import type { EventDelivery } from '@odp/worker'
 *
 * const log = ({ event, dropped }: EventDelivery) => {
 *   if (dropped > 0) console.error(`${dropped} events were missed`)
 *   console.log(event.type)
 * }
 * ```
 */
export interface EventDelivery {
  readonly event: ExecutionEvent
  /** How many events were dropped just before it, because the reader was slow. They can be read from the execution. */
  readonly dropped: number
}

/** One reader of a bus with the events that wait for it. */
export class EventSubscription implements AsyncIterableIterator<EventDelivery> {
  readonly #filter: (event: ExecutionEvent) => boolean
  readonly #buffer: number
  readonly #onEnd: () => void
  readonly #waiting: ExecutionEvent[] = []
  readonly #readers: ((result: IteratorResult<EventDelivery, undefined>) => void)[] = []
  #dropped = 0
  #isEnded = false

  constructor(filter: (event: ExecutionEvent) => boolean, buffer: number, onEnd: () => void) {
    this.#filter = filter
    this.#buffer = buffer
    this.#onEnd = onEnd
  }

  /** Never throws and never waits: a reader must not hold up the bus. */
  offer(event: ExecutionEvent): void {
    if (this.#isEnded || !this.#wants(event)) return
    const reader = this.#readers.shift()
    if (reader !== undefined) {
      reader({ value: this.#deliver(event), done: false })
      return
    }
    this.#waiting.push(event)
    if (this.#waiting.length <= this.#buffer) return
    this.#waiting.shift()
    this.#dropped += 1
  }

  next(): Promise<IteratorResult<EventDelivery, undefined>> {
    const event = this.#waiting.shift()
    if (event !== undefined) return Promise.resolve({ value: this.#deliver(event), done: false })
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true })
    return new Promise((resolve) => this.#readers.push(resolve))
  }

  return(): Promise<IteratorResult<EventDelivery, undefined>> {
    this.#waiting.length = 0
    this.end()
    return Promise.resolve({ value: undefined, done: true })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** Delivers what waits, and then no more. */
  end(): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#onEnd()
    for (const reader of this.#readers.splice(0)) reader({ value: undefined, done: true })
  }

  #deliver(event: ExecutionEvent): EventDelivery {
    const dropped = this.#dropped
    this.#dropped = 0
    return { event, dropped }
  }

  #wants(event: ExecutionEvent): boolean {
    try {
      return this.#filter(event)
    } catch {
      // A filter that fails would hold up the events of everybody.
      return true
    }
  }
}

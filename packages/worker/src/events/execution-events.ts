import { setTimeout } from 'node:timers/promises'
import type { ExecutionEvent } from '@odp/dsl/plan'
import { ExecutionNotFoundError } from '../client/execution-handle.js'
import type { EventPublisherOptions } from './event-publisher.js'

/** Events that one question asks for, and that are held at most; what is held no more is asked for. */
const PAGE = 1_000

const LONGEST_RETRY_MS = 30_000

/**
 * The events of one execution on their way to the bus.
 *
 * The workflow tells of events before Temporal has taken the task in which they happened. When Temporal refuses it, the task is
 * done again, and other events take the same numbers. So events are held until later ones follow them, which prove that they
 * were taken: had they not been, the workflow would first have replayed what was. When none follow, the workflow is asked, and
 * a question waits for the task.
 */
export class ExecutionEvents {
  readonly #id: string
  readonly #options: Required<EventPublisherOptions>
  readonly #signal: AbortSignal
  readonly #onIdle: () => void
  /** Events in order, perhaps not yet taken by Temporal. */
  #held: ExecutionEvent[] = []
  /** Those up to this number were taken. */
  #confirmed = 0
  /** Number of the newest event that was told of. */
  #newest = 0
  /** Counts what came, so that a question knows whether something came meanwhile, */
  #told = 0
  /** and how much of it is dealt with. */
  #settled = 0
  #mustAsk = false
  #isHurried = false
  #running: Promise<void> | undefined
  #wake: () => void = () => {}

  constructor(id: string, options: Required<EventPublisherOptions>, signal: AbortSignal, onIdle: () => void) {
    this.#id = id
    this.#options = options
    this.#signal = signal
    this.#onIdle = onIdle
  }

  accept(events: readonly ExecutionEvent[], isReplayed: boolean): void {
    const first = events[0]?.sequence ?? 1
    const end = events.at(-1)?.sequence ?? 0
    this.#told += 1
    this.#newest = Math.max(this.#newest, end)
    this.#confirmed = Math.max(this.#confirmed, isReplayed ? end : first - 1)
    this.#held = [...this.#held.filter(({ sequence }) => sequence < first), ...events]
    if (this.#held.length > PAGE) this.#held = []
    void this.#run()
  }

  catchUp(): Promise<void> {
    this.#told += 1
    this.#mustAsk = true
    return this.#run()
  }

  flush(): Promise<void> {
    this.#isHurried = true
    return this.#run()
  }

  #run(): Promise<void> {
    this.#wake()
    this.#running ??= this.#work().then(() => {
      this.#running = undefined
      // Something may have come just when the work ended.
      if (this.#settled !== this.#told && !this.#signal.aborted) return this.#run()
      this.#onIdle()
    })
    return this.#running
  }

  async #work(): Promise<void> {
    const { retry_ms, onError } = this.#options
    let retry = retry_ms
    while (!this.#signal.aborted) {
      try {
        if (await this.#publish()) return
        retry = retry_ms
      } catch (error) {
        if (error instanceof ExecutionNotFoundError) {
          // It was deleted; nobody will ever say what happened in it.
          this.#settled = this.#told
          return
        }
        onError(error, this.#id)
        // By the next attempt other events may have taken their numbers; then the workflow is asked.
        this.#held = []
        await setTimeout(retry, undefined, { signal: this.#signal }).catch(() => {})
        retry = Math.min(2 * retry, LONGEST_RETRY_MS)
      }
    }
  }

  /** Publishes what can be published now. True when nothing is left. */
  async #publish(): Promise<boolean> {
    const { bus, settle_ms } = this.#options
    let last = await bus.lastSequence(this.#id)
    for (let event = this.#next(last); event !== undefined; event = this.#next(last)) {
      await bus.publish(event)
      last = event.sequence
    }
    this.#held = this.#held.filter(({ sequence }) => sequence > last)
    if (this.#newest <= last && !this.#mustAsk) {
      this.#settled = this.#told
      return true
    }
    const isMissing = this.#held[0]?.sequence !== last + 1
    if (!isMissing && !this.#mustAsk && !this.#isHurried) {
      const told = this.#told
      await this.#something(settle_ms)
      // What came confirms what is held.
      if (told !== this.#told) return false
    }
    await this.#ask(last)
    return false
  }

  #next(last: number): ExecutionEvent | undefined {
    if (last >= this.#confirmed || this.#signal.aborted) return undefined
    return this.#held.find(({ sequence }) => sequence === last + 1)
  }

  async #ask(last: number): Promise<void> {
    const told = this.#told
    const page = await this.#options.read(this.#id, last, PAGE)
    // A worker that is asked replays all of the history, also what Temporal has yet to give out as a task, and tells of that: it is
    // in the answer without having been taken. Asked again, the workflow waits for the task.
    const proven = told === this.#told ? Number.POSITIVE_INFINITY : this.#confirmed
    for (const event of page) {
      if (this.#signal.aborted || event.sequence > proven) return
      await this.#options.bus.publish(event)
    }
    if (page.length === PAGE || told !== this.#told) return
    // What was told beyond this was never taken: whoever does the task again will tell of it.
    this.#mustAsk = false
    this.#newest = 0
    this.#held = []
  }

  /** Resolves when something comes, or is hurried, but after a time at the latest. */
  async #something(milliseconds: number): Promise<void> {
    const come = new AbortController()
    this.#wake = () => come.abort()
    await setTimeout(milliseconds, undefined, { signal: come.signal }).catch(() => {})
    this.#wake = () => {}
  }
}

import type { ExecutionEvent } from '@odp/dsl/plan'
import { EventGapError } from './event-bus.js'
import { isFinalEvent } from './is-final-event.js'

/** Executions that have ended and are remembered, so that a late duplicate is known as one. */
const REMEMBERED = 10_000

/** How far the events of each execution were taken. */
export class PublishedSequences {
  readonly #open = new Map<string, number>()
  readonly #ended = new Map<string, number>()

  last(execution_id: string): number {
    return this.#open.get(execution_id) ?? this.#ended.get(execution_id) ?? 0
  }

  unfinished(): string[] {
    return [...this.#open.keys()]
  }

  /**
   * Whether an event is the next one; false for one that was taken.
   *
   * @throws EventGapError
   */
  isNext(event: ExecutionEvent): boolean {
    const last = this.last(event.execution_id)
    if (event.sequence > last + 1) throw new EventGapError(event, last)
    return event.sequence === last + 1
  }

  take(event: ExecutionEvent): void {
    const { execution_id, sequence } = event
    if (!isFinalEvent(event)) {
      this.#open.set(execution_id, sequence)
      return
    }
    this.#open.delete(execution_id)
    this.#ended.set(execution_id, sequence)
    if (this.#ended.size <= REMEMBERED) return
    const [oldest] = this.#ended.keys()
    if (oldest !== undefined) this.#ended.delete(oldest)
  }
}

import type { ExecutionEvent } from '@odp/dsl/plan'
import type { EventBus } from './event-bus.js'
import { ExecutionEvents } from './execution-events.js'

/** Reads up to `limit` events of an execution after a number from the workflow: only what Temporal has taken. */
export type ReadCommittedEvents = (
  execution_id: string,
  after: number,
  limit: number,
) => Promise<readonly ExecutionEvent[]>

/** What an {@link EventPublisher} is made of. */
export interface EventPublisherOptions {
  readonly bus: EventBus
  readonly read: ReadCommittedEvents
  /**
   * Milliseconds after which events are asked for that no later ones have confirmed. Default 50: steps that follow each other
   * quicker than this cost no question.
   */
  readonly settle_ms?: number
  /** Milliseconds before something that failed is tried again, doubled each time up to half a minute. Default 200. */
  readonly retry_ms?: number
  /** Told of what is tried again: a bus or a server that does not answer. */
  readonly onError?: (error: unknown, execution_id: string) => void
}

const DEFAULT_SETTLE_MS = 50
const DEFAULT_RETRY_MS = 200
const CATCH_UPS_AT_ONCE = 10

/**
 * Carries events from workflows to a bus: per execution in order, without gaps and duplicates, and only those that Temporal
 * has taken. A worker that is killed loses nothing: the next one asks the workflow for what is missing.
 */
export class EventPublisher {
  readonly #options: Required<EventPublisherOptions>
  readonly #executions = new Map<string, ExecutionEvents>()
  readonly #stopped = new AbortController()

  constructor(options: EventPublisherOptions) {
    this.#options = { settle_ms: DEFAULT_SETTLE_MS, retry_ms: DEFAULT_RETRY_MS, onError: () => {}, ...options }
  }

  /**
   * Takes new events of one execution from the workflow, or those that it tells of again in a replay. Never throws and never
   * waits: the workflow's task does.
   */
  accept(events: readonly ExecutionEvent[], isReplayed = false): void {
    const [first] = events
    if (first === undefined) return
    // Where nothing is held, a replay tells nothing new.
    if (isReplayed && !this.#executions.has(first.execution_id)) return
    this.#executionOf(first.execution_id)?.accept(events, isReplayed)
  }

  /**
   * Asks about executions of which a worker before this one may have left something unpublished. Resolves when that is done,
   * which needs a running worker; never rejects.
   */
  async catchUp(ids: readonly string[]): Promise<void> {
    const left = [...ids].reverse()
    const work = async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) await this.#executionOf(id)?.catchUp()
    }
    await Promise.all(Array.from({ length: CATCH_UPS_AT_ONCE }, work))
  }

  /** Publishes at once all that was accepted, and waits for that, for five seconds at most. To be called before the worker ends. */
  async flush(longest_ms = 5_000): Promise<void> {
    const all = Promise.all([...this.#executions.values()].map((execution) => execution.flush()))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, longest_ms)
    })
    await Promise.race([all, late])
    clearTimeout(timer)
  }

  /** Publishes nothing more. */
  stop(): void {
    this.#stopped.abort()
    this.#executions.clear()
  }

  #executionOf(id: string): ExecutionEvents | undefined {
    const { signal } = this.#stopped
    if (signal.aborted) return undefined
    let execution = this.#executions.get(id)
    if (execution === undefined) {
      // The bus knows how far it is; what has nothing to do is not kept.
      execution = new ExecutionEvents(id, this.#options, signal, () => this.#executions.delete(id))
      this.#executions.set(id, execution)
    }
    return execution
  }
}

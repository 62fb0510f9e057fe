import type { ExecutionEvent } from '@odp/dsl/plan'
import type { EventBus } from './event-bus.js'
import { type EventDelivery, EventSubscription } from './event-subscription.js'
import { PublishedSequences } from './published-sequences.js'

/**
 * What a subscription is interested in.
 *
 * @example
 * ```ts
 * import { inProcessEventBus, type SubscribeOptions } from '@odp/worker'
 *
 * const options: SubscribeOptions = { filter: (event) => event.type === 'step.failed', buffer: 100 }
 * for await (const { event } of inProcessEventBus().subscribe(options)) console.error(event.step_id)
 * ```
 */
export interface SubscribeOptions {
  /** Events to deliver. Default: all. */
  readonly filter?: (event: ExecutionEvent) => boolean
  /** Events that wait for a slow reader at most; then the oldest are dropped. Default 1,000. */
  readonly buffer?: number
  /** Ends the subscription. */
  readonly signal?: AbortSignal
}

/**
 * Events for the program that runs the worker.
 *
 * @example
 * ```ts
 * import { type InProcessEventBus, inProcessEventBus } from '@odp/worker'
 *
 * const bus: InProcessEventBus = inProcessEventBus()
 * for await (const { event, dropped } of bus.subscribe()) console.log(event.type, dropped)
 * ```
 */
export interface InProcessEventBus extends EventBus {
  /** Events from now on. Ends with its signal, or with the loop that reads it. */
  subscribe(options?: SubscribeOptions): AsyncIterableIterator<EventDelivery>
}

const DEFAULT_BUFFER = 1_000

/**
 * Makes a bus inside this process. It keeps no events: who subscribes late sees later ones only. A slow reader never holds
 * up a worker.
 *
 * @example
 * ```ts
 * import { inProcessEventBus } from '@odp/worker'
 *
 * const bus = inProcessEventBus()
 * for await (const { event } of bus.subscribe({ filter: ({ workspace_id }) => workspace_id === 'acme' })) {
 *   console.log(event.execution_id, event.sequence, event.type)
 * }
 * ```
 */
export function inProcessEventBus(): InProcessEventBus {
  const sequences = new PublishedSequences()
  const subscriptions = new Set<EventSubscription>()
  return {
    async publish(event) {
      if (!sequences.isNext(event)) return
      sequences.take(event)
      for (const subscription of subscriptions) subscription.offer(event)
    },
    lastSequence: async (execution_id) => sequences.last(execution_id),
    unfinished: async () => sequences.unfinished(),
    subscribe({ filter = () => true, buffer = DEFAULT_BUFFER, signal } = {}) {
      if (!Number.isInteger(buffer) || buffer < 1) throw new RangeError(`buffer must be 1 or more; it is ${buffer}`)
      const subscription = new EventSubscription(filter, buffer, () => subscriptions.delete(subscription))
      if (signal?.aborted) subscription.end()
      else subscriptions.add(subscription)
      signal?.addEventListener('abort', () => subscription.end(), { once: true })
      return subscription
    },
  }
}

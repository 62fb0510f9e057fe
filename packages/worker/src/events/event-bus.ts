import type { ExecutionEvent } from '@odp/dsl/plan'

/**
 * Where a worker pushes the events of executions to. Per execution a bus holds a beginning of its events, in order and
 * without gaps; the worker reads from it where to go on.
 *
 * @example
 * ```ts
 * import { type EventBus, inProcessEventBus } from '@odp/worker'
 *
 * const inner = inProcessEventBus()
 * const counted: EventBus & { count: number } = {
 *   count: 0,
 *   async publish(event) {
 *     await inner.publish(event)
 *     this.count += 1
 *   },
 *   lastSequence: (id) => inner.lastSequence(id),
 *   unfinished: () => inner.unfinished(),
 * }
 * ```
 */
export interface EventBus {
  /**
   * Takes the next event of its execution. One that it has already changes nothing.
   *
   * @throws EventGapError when one before it is missing
   */
  publish(event: ExecutionEvent): Promise<void>
  /** Number of the last event of an execution that was taken, 0 when none was. */
  lastSequence(execution_id: string): Promise<number>
  /** Executions whose last event is still missing: a new worker asks what became of them. */
  unfinished(): Promise<readonly string[]>
}

/**
 * An event was published before one that stands before it.
 *
 * @example
 * ```ts
 * import { EventGapError, inProcessEventBus } from '@odp/worker'
 *
 * const event = { sequence: 5, type: 'step.started', execution_id: 'ada-1', workspace_id: 'w', time: 0 } as const
 * await inProcessEventBus().publish(event).catch((error: unknown) => {
 *   if (error instanceof EventGapError) console.error(error.message)
 * })
 * ```
 */
export class EventGapError extends Error {
  override readonly name = 'EventGapError'
  readonly code = 'event_gap'

  constructor({ execution_id, sequence }: ExecutionEvent, last: number) {
    super(`event ${sequence} of execution '${execution_id}' cannot follow event ${last}; event ${last + 1} is missing`)
  }
}

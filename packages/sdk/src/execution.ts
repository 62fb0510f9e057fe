import type { ExecutionEvent, ExecutionResult, ExecutionState, Json } from '@odp/dsl/plan'
import type { EventsOptions, ExecutionHandle } from '@odp/worker/client'
import { ExecutionCancelledError, ExecutionFailedError } from './errors.js'

/**
 * One execution of a pipeline; `Outputs` are the outputs of its steps by step id.
 *
 * @example
 * ```ts
 * import { createClient, type Execution } from '@odp/sdk'
 *
 * const execution: Execution = createClient().execution('ada-1')
 * for await (const event of execution.events()) console.log(event.type, event.step_id)
 * ```
 */
export class Execution<Outputs = Record<string, Json>> {
  readonly id: string
  readonly #handle: ExecutionHandle

  /** @internal Executions come from `submit()` and `execution()` of a client. */
  constructor(handle: ExecutionHandle) {
    this.id = handle.id
    this.#handle = handle
  }

  /** The state of the execution and of every step. */
  status(): Promise<ExecutionState> {
    return this.#handle.status()
  }

  /**
   * Everything that happens, in order and without gaps: from the first event or after a number, until the end or, without
   * `follow`, up to the last event known. It goes on by itself after a lost connection.
   *
   * @throws ExecutionNotFoundError, ExecutionEndedError
   * @example
   * ```ts
   * import { createClient } from '@odp/sdk'
   *
   * const execution = createClient().execution('ada-1')
   * for await (const event of execution.events({ after: 12 })) console.log(event.type, event.step_id)
   * ```
   */
  events(options: EventsOptions = {}): AsyncGenerator<ExecutionEvent, void, void> {
    return this.#handle.events(options)
  }

  /**
   * Waits for the end and gives the outputs. Steps that were skipped or failed have none.
   *
   * @throws ExecutionFailedError, ExecutionCancelledError
   */
  async result(): Promise<Outputs> {
    const { status, outputs, state } = await this.#handle.result()
    if (status === 'failed') throw new ExecutionFailedError(state)
    if (status === 'cancelled') throw new ExecutionCancelledError(state)
    return outputs as Outputs
  }

  /** Waits for the end, whatever it is: status, outputs so far, and the state of every step. */
  outcome(): Promise<ExecutionResult> {
    return this.#handle.result()
  }

  /** Cancels the execution: what runs is stopped, the rest is skipped. */
  cancel(): Promise<void> {
    return this.#handle.cancel()
  }
}

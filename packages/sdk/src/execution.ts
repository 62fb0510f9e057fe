import type { ExecutionEvent, ExecutionResult, ExecutionState, Json } from '@odp/dsl/plan'
import type { ExecutionHandle } from '@odp/worker/client'
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
   * Everything that happens, from the first event or after a sequence number, until the end.
   *
   * @example
   * ```ts
   * for await (const event of execution.events()) console.log(event.type, event.step_id)
   * ```
   */
  events(options: { readonly after?: number } = {}): AsyncGenerator<ExecutionEvent, void, void> {
    return this.#handle.events(options.after)
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

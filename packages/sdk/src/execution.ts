import type { PipelineDocument } from '@odp/dsl'
import type {
  Answer,
  ExecutionEvent,
  ExecutionResult,
  ExecutionState,
  Json,
  OperationName,
  OperationResult,
} from '@odp/dsl/plan'
import {
  type EventsOptions,
  ExecutionHandle,
  type OperationRequest,
  operateExecution,
  taskQueueOf,
} from '@odp/worker/client'
import { ExecutionCancelledError, ExecutionFailedError } from './errors.js'
import { replanRequest } from './replan.js'
import type { ReplayPreview, ReplayRequest, Starter } from './starter.js'

/**
 * Who does something to an execution, and why: both stand in its record. A `request_id` makes a repeated request harmless.
 *
 * @example
 * ```ts
 * import type { OperationOptions } from '@odp/sdk'
 *
 * const options: OperationOptions = { by: 'ada', reason: 'the site is down', request_id: 'ada-7' }
 * ```
 */
export type OperationOptions = OperationRequest<'pause'>

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
  readonly #starter: Starter

  /** @internal Executions come from `submit()` and `execution()` of a client. */
  constructor(handle: ExecutionHandle, starter: Starter) {
    this.id = handle.id
    this.#handle = handle
    this.#starter = starter
  }

  /** The state of the execution and of every step. */
  status(): Promise<ExecutionState> {
    return this.#handle.status()
  }

  /** The task queue whose workers run it. Read from the server: no worker is needed. */
  taskQueue(): Promise<string> {
    return taskQueueOf(this.#starter.client, this.id)
  }

  /** Whether nothing more will happen in it. Read from the server: no worker is needed. */
  isClosed(): Promise<boolean> {
    return this.#handle.isClosed()
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

  /**
   * Cancels the execution: what runs is stopped, the rest is skipped. With options it is an operation that stands in the record;
   * without, it reaches an execution that has no worker at the moment, too.
   */
  async cancel(options?: OperationOptions): Promise<void> {
    if (options === undefined) await this.#handle.cancel()
    else await this.#operate('cancel', options)
  }

  /**
   * Lets an execution in safe mode start. `digest` is that of `status().approval`: what was looked at.
   *
   * @throws OperationRefusedError (`approval_not_awaited`, `approval_stale`, …), ExecutionNotFoundError, WorkerUnavailableError:
   * so do all operations below
   */
  approve(options: OperationOptions & { readonly digest: string }): Promise<OperationResult> {
    return this.#operate('approve', options)
  }

  /** Ends an execution in safe mode before it starts. */
  reject(options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('reject', options)
  }

  /** Lets running steps end and starts no other. */
  pause(options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('pause', options)
  }

  /** Ends a pause. */
  resume(options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('resume', options)
  }

  /** Starts the next attempt of a step at once: one that waits for an answer, or for its next attempt. */
  retryStep(step: string, options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('retryStep', { ...options, step })
  }

  /** Skips a step that has not started, or that waits for an answer. A step in a loop is called as in events: `others[3].crawl`. */
  skipStep(step: string, options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('skipStep', { ...options, step })
  }

  /** Answers the question of a step, with one of its choices. */
  answerStep(step: string, value: Answer, options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('answerStep', { ...options, step, value })
  }

  /**
   * Goes on with another pipeline of the same id, once the work under way has ended. Outputs of steps that mean the same there
   * are kept.
   *
   * @throws PipelineInvalidError when it is refused, or the input of the execution does not fit it
   */
  async replan(pipeline: string | PipelineDocument, options: OperationOptions = {}): Promise<OperationResult> {
    return this.#operate('replan', { ...options, ...(await replanRequest(this.#starter, this.id, pipeline)) })
  }

  /**
   * Starts a new execution that reuses the outputs of this one, but for what stands behind `from` or is not the same any more.
   * It may still run, or have ended in any way.
   *
   * @throws ReplayError when no step is called `from`, PipelineInvalidError; nothing was started then
   * @example
   * ```ts
   * import { createClient } from '@odp/sdk'
   *
   * const again = await createClient().execution('ada-1').replay({ from: 'analyse', input: { depth: 3 } })
   * console.log(again.id, await again.result())
   * ```
   */
  async replay(request: ReplayRequest = {}): Promise<Execution<Outputs>> {
    const id = await this.#starter.replay(this.id, request)
    return new Execution<Outputs>(new ExecutionHandle(this.#starter.client, id), this.#starter)
  }

  /** Says what a replay would reuse, what it would run and why, and, where the client has a catalog, what that costs. */
  previewReplay(request: ReplayRequest = {}): Promise<ReplayPreview> {
    return this.#starter.previewReplay(this.id, request)
  }

  #operate<Name extends OperationName>(name: Name, request: OperationRequest<Name>): Promise<OperationResult> {
    return operateExecution(this.#starter.client, this.id, name, request)
  }
}

import { setTimeout } from 'node:timers/promises'
import type { ExecutionEvent, ExecutionResult, ExecutionState, ExecutionStatus, Json } from '@odp/dsl/plan'
import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  ServiceError,
  TerminatedFailure,
  WorkflowFailedError,
  type WorkflowHandle,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { HistoryWatch } from '../events/history-watch.js'
import { isFinalEvent } from '../events/is-final-event.js'
import { loadStored } from '../payload-store/load-stored.js'
import { PayloadStoreError } from '../payload-store/payload-store-error.js'
import type { OutputsPage } from '../workflows/run-pipeline.js'
import { abortable } from './abortable.js'
import { askedAgain } from './asked-again.js'
import { patiently } from './patient.js'
import { payloadStoreProblem } from './payload-store-problem.js'
import { storeOf } from './temporal-client.js'

/**
 * Which events are read, and how long.
 *
 * @example
 * ```ts
 * import { type EventsOptions, ExecutionHandle, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const options: EventsOptions = { after: 12, follow: false }
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * for await (const event of new ExecutionHandle(client, 'ada-1').events(options)) console.log(event.type)
 * ```
 */
export interface EventsOptions {
  /** Number of the last event that is known already. Default 0: from the first. */
  readonly after?: number
  /** Whether to wait for what comes, until the execution has ended. Default true. */
  readonly follow?: boolean
  /** Ends the reading, without an error. */
  readonly signal?: AbortSignal
}

/** Milliseconds between two looks at an execution whose end is waited for. */
const LOOK_MS = 15_000

/** Events that one query gives at most. Many: of an execution that has ended each query replays all of it, which takes seconds where it was large. */
const EVENT_PAGE = 10_000

/**
 * No execution has this id.
 *
 * @example
 * ```ts
 * import { ExecutionHandle, ExecutionNotFoundError, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * await new ExecutionHandle(client, 'ada-1').status().catch((error: unknown) => {
 *   if (error instanceof ExecutionNotFoundError) console.error(error.message)
 * })
 * ```
 */
export class ExecutionNotFoundError extends Error {
  override readonly name = 'ExecutionNotFoundError'
  readonly code = 'execution_not_found'

  constructor(id: string) {
    super(`there is no execution '${id}'; check the id and the namespace`)
  }
}

/**
 * No worker has answered for a minute, and only a worker knows what has happened in an execution.
 *
 * @example
 * ```ts
 * import { ExecutionHandle, temporalClient, WorkerUnavailableError } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * await new ExecutionHandle(client, 'ada-1').status().catch((error: unknown) => {
 *   if (error instanceof WorkerUnavailableError) console.error(error.message)
 * })
 * ```
 */
export class WorkerUnavailableError extends Error {
  override readonly name = 'WorkerUnavailableError'
  readonly code = 'worker_unavailable'

  constructor(id: string, cause: unknown) {
    super(`no worker answers about the execution '${id}'; start one on its task queue`, { cause })
  }
}

/**
 * An execution that Temporal itself ended, without the interpreter: terminated or over a limit of the server.
 *
 * @example
 * ```ts
 * import { ExecutionEndedError, ExecutionHandle, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * await new ExecutionHandle(client, 'ada-1').result().catch((error: unknown) => {
 *   if (error instanceof ExecutionEndedError) console.error(error.message)
 * })
 * ```
 */
export class ExecutionEndedError extends Error {
  override readonly name = 'ExecutionEndedError'
  readonly code = 'execution_terminated'
}

/**
 * One execution on a Temporal server. Queries need a running worker, also after the execution has ended.
 *
 * @example
 * ```ts
 * import { ExecutionHandle, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const { status, outputs } = await new ExecutionHandle(client, 'ada-1').result()
 * ```
 */
export class ExecutionHandle {
  readonly id: string
  readonly #client: Client
  readonly #handle: WorkflowHandle

  constructor(client: Client, id: string) {
    this.id = id
    this.#client = client
    this.#handle = client.workflow.getHandle(id)
  }

  /** The state of the execution and of every step. */
  status(): Promise<ExecutionState> {
    return this.#ask(() => askedAgain(this.#client, () => this.#handle.query<ExecutionState>('status')))
  }

  /**
   * Events in order and without gaps, also across lost connections, until the execution has ended. They are read from the
   * workflow as soon as its history tells of a change; reading adds nothing to the history.
   *
   * @throws ExecutionNotFoundError, ExecutionEndedError
   */
  async *events({ after = 0, follow = true, signal }: EventsOptions = {}): AsyncGenerator<ExecutionEvent, void, void> {
    const reading = new AbortController()
    const either = signal === undefined ? reading.signal : AbortSignal.any([signal, reading.signal])
    let watch: HistoryWatch | undefined
    let seen = after
    try {
      while (!either.aborted) {
        // Read before the question: what ends while it is asked may have one event more.
        const hadEnded = watch?.isEnded === true
        const page = await this.readEvents(seen, EVENT_PAGE, either)
        for (const event of page) {
          yield event
          seen = event.sequence
          if (isFinalEvent(event)) return
        }
        if (page.length === EVENT_PAGE) continue
        if (!follow) return
        if (hadEnded) {
          if (page.length > 0) continue
          if (await this.#hasEnded()) return
          // It was reset: another run goes on.
          watch = undefined
        }
        watch ??= new HistoryWatch(this.#client, this.id, either)
        await watch.changed()
      }
    } catch (error) {
      if (!signal?.aborted) throw error
    } finally {
      reading.abort()
    }
  }

  /** Up to `limit` events after a number, without waiting for one. */
  readEvents(after: number, limit: number, signal?: AbortSignal): Promise<ExecutionEvent[]> {
    const query = () => this.#handle.query<ExecutionEvent[], [number, number]>('events', after, limit)
    return this.#ask(() => askedAgain(this.#client, query, { signal }), signal)
  }

  /** Outputs of the completed steps of the outermost scope, by step id. */
  async outputs(): Promise<Record<string, Json>> {
    const outputs: Record<string, Json> = {}
    let from: number | undefined = 0
    while (from !== undefined) {
      const start: number = from
      const query = () => this.#handle.query<OutputsPage, [number]>('outputs', start)
      const page: OutputsPage = await this.#ask(() => askedAgain(this.#client, query))
      for (const [id, value] of Object.entries(page.outputs)) {
        const key = page.stored?.[id]
        outputs[id] = key === undefined ? value : await loadStored(storeOf(this.#client), key)
      }
      from = page.next
    }
    return outputs
  }

  /**
   * Waits for the end. A failed or cancelled execution is a result, not an exception.
   *
   * @throws PayloadStoreError when a value is gone without which it can never end, and ExecutionEndedError
   */
  async result(): Promise<ExecutionResult> {
    const waiting = new AbortController()
    try {
      await this.#ask(() => Promise.race([this.#handle.result(), this.#untilGone(waiting.signal)]))
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error
      if (error.cause instanceof TerminatedFailure) throw this.#ended(`terminated: ${error.cause.message}`)
    } finally {
      waiting.abort()
    }
    const state = await this.status()
    if (!isFinal(state.status)) throw await this.#endedError()
    const { status, failure } = state
    return { status, ...(failure === undefined ? {} : { failure }), outputs: await this.outputs(), state }
  }

  /** Cancels the execution. What runs is stopped, the rest is skipped. */
  async cancel(): Promise<void> {
    await this.#ask(() => this.#handle.cancel())
  }

  /** Whether nothing more will happen in it. The server knows it: no worker is asked. */
  async isClosed(): Promise<boolean> {
    const { status } = await this.#ask(() => this.#handle.describe())
    return status.name !== 'RUNNING'
  }

  /** Whether the interpreter has ended it; one that Temporal ended by itself has no last event. */
  async #hasEnded(): Promise<boolean> {
    if (!(await this.isClosed())) return false
    if (isFinal((await this.status()).status)) return true
    throw await this.#endedError()
  }

  async #endedError(): Promise<ExecutionEndedError> {
    const { status } = await this.#handle.describe()
    return this.#ended(status.name.toLowerCase())
  }

  #ended(how: string): ExecutionEndedError {
    return new ExecutionEndedError(`the execution '${this.id}' was ended by the Temporal server: ${how}`)
  }

  /** Rejects once an execution can do no task any more: the server would say nothing for ever. */
  async #untilGone(signal: AbortSignal): Promise<never> {
    while (true) {
      await setTimeout(LOOK_MS, undefined, { signal })
      const look = () => payloadStoreProblem(this.#client, this.id)
      const problem = await abortable(this.#client, signal, look).catch(() => undefined)
      if (problem?.nonRetryable === true) throw problem
    }
  }

  /** Of an execution whose tasks fail nobody learns anything, not even why, unless the history is asked. */
  async #problemBehind(error: unknown): Promise<PayloadStoreError | undefined> {
    const told = problemOfQuery(error)
    if (told !== undefined) return told
    if (!isTaskFailing(error)) return undefined
    return payloadStoreProblem(this.#client, this.id).catch(() => undefined)
  }

  async #ask<Answer>(question: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    const orGone = async () => {
      try {
        return await question()
      } catch (error) {
        const problem = await this.#problemBehind(error)
        throw problem?.nonRetryable === true ? problem : error
      }
    }
    try {
      return await patiently(orGone, signal)
    } catch (error) {
      const problem = await this.#problemBehind(error)
      if (problem !== undefined) throw problem
      if (error instanceof WorkflowNotFoundError || this.id === '') throw new ExecutionNotFoundError(this.id)
      if (isWithoutWorker(error)) throw new WorkerUnavailableError(this.id, error)
      throw error
    }
  }
}

/** The server says so in words only: 'Unable to query workflow due to Workflow Task in failed state'. */
function isTaskFailing(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : undefined
  return isGrpcServiceError(cause) && cause.code === 9 && /failed state/.test(cause.details)
}

/**
 * Why a worker could not answer, where that is its payload store. Temporal's client takes each failure of a query for an unknown query, and keeps
 * only its message.
 */
function problemOfQuery(error: unknown): PayloadStoreError | undefined {
  if (!(error instanceof QueryNotRegisteredError) || !error.message.includes('payload store')) return undefined
  return new PayloadStoreError(error.message, { retryable: error.message.includes('does not answer'), cause: error })
}

/** The server says so in words only: 'no poller seen', 'timed out before a worker could process it'. */
function isWithoutWorker(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : undefined
  return isGrpcServiceError(cause) && (cause.code === 9 || cause.code === 4) && /poller|worker/.test(cause.details)
}

function isFinal(status: ExecutionStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}

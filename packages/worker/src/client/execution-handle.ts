import { setTimeout } from 'node:timers/promises'
import type { ExecutionEvent, ExecutionResult, ExecutionState, Json } from '@odp/dsl/plan'
import { type Client, WorkflowFailedError, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client'
import type { OutputsPage } from '../workflows/run-pipeline.js'
import { patiently } from './patient.js'

/**
 * How an execution is followed.
 *
 * @example
 * ```ts
 * import { ExecutionHandle, type ExecutionHandleOptions, temporalClient } from '@odp/worker/client'
 * import { Connection } from '@temporalio/client'
 *
 * const options: ExecutionHandleOptions = { poll_interval_ms: 1_000 }
 * const client = temporalClient({ connection: Connection.lazy({ address: '127.0.0.1:7233' }) })
 * const execution = new ExecutionHandle(client, 'ada-1', options)
 * ```
 */
export interface ExecutionHandleOptions {
  /** Milliseconds between two looks for new events. Default 150. */
  readonly poll_interval_ms?: number
}

/** Events that one query gives at most. */
const EVENT_PAGE = 1_000

const DEFAULT_POLL_INTERVAL_MS = 150

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
  readonly #handle: WorkflowHandle
  readonly #interval: number

  constructor(client: Client, id: string, options: ExecutionHandleOptions = {}) {
    this.id = id
    this.#handle = client.workflow.getHandle(id)
    this.#interval = options.poll_interval_ms ?? DEFAULT_POLL_INTERVAL_MS
  }

  /** The state of the execution and of every step. */
  status(): Promise<ExecutionState> {
    return this.#ask(() => this.#handle.query<ExecutionState>('status'))
  }

  /** Events after a sequence number (0: from the first), until the execution has ended. */
  async *events(after = 0): AsyncGenerator<ExecutionEvent, void, void> {
    let seen = after
    while (true) {
      const page = await this.#ask(() =>
        this.#handle.query<ExecutionEvent[], [number, number]>('events', seen, EVENT_PAGE),
      )
      for (const event of page) {
        yield event
        seen = event.sequence
        if (isEnd(event)) return
      }
      if (page.length === EVENT_PAGE) continue
      // An execution that Temporal ended by itself has no last event.
      if (page.length === 0) await this.#refuseEnded(seen)
      await setTimeout(this.#interval)
    }
  }

  /** Outputs of the completed steps of the outermost scope, by step id. */
  async outputs(): Promise<Record<string, Json>> {
    const outputs: Record<string, Json> = {}
    let from: number | undefined = 0
    while (from !== undefined) {
      const start: number = from
      const page: OutputsPage = await this.#ask(() => this.#handle.query<OutputsPage, [number]>('outputs', start))
      Object.assign(outputs, page.outputs)
      from = page.next
    }
    return outputs
  }

  /** Waits for the end. A failed or cancelled execution is a result, not an exception. */
  async result(): Promise<ExecutionResult> {
    try {
      await this.#ask(() => this.#handle.result())
    } catch (error) {
      if (!(error instanceof WorkflowFailedError)) throw error
    }
    const state = await this.status()
    if (state.status === 'running') throw await this.#endedError()
    const { status, failure } = state
    return { status, ...(failure === undefined ? {} : { failure }), outputs: await this.outputs(), state }
  }

  /** Cancels the execution. What runs is stopped, the rest is skipped. */
  async cancel(): Promise<void> {
    await this.#ask(() => this.#handle.cancel())
  }

  async #refuseEnded(seen: number): Promise<void> {
    const { status } = await this.#ask(() => this.#handle.describe())
    if (status.name === 'RUNNING') return
    const rest = await this.#ask(() => this.#handle.query<ExecutionEvent[], [number, number]>('events', seen, 1))
    if (rest.length === 0) throw await this.#endedError()
  }

  async #endedError(): Promise<ExecutionEndedError> {
    const { status } = await this.#handle.describe()
    return new ExecutionEndedError(
      `the execution '${this.id}' was ended by the Temporal server: ${status.name.toLowerCase()}`,
    )
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    try {
      return await patiently(question)
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw new ExecutionNotFoundError(this.id)
      throw error
    }
  }
}

function isEnd(event: ExecutionEvent): boolean {
  return event.type === 'pipeline.completed' || event.type === 'pipeline.failed' || event.type === 'pipeline.cancelled'
}

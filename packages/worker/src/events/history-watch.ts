import { setTimeout } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { abortable } from '../client/abortable.js'
import { passes } from '../client/patient.js'

type HistoryEvent = NonNullable<
  NonNullable<Awaited<ReturnType<Client['workflowService']['getWorkflowExecutionHistory']>>['history']>['events']
>[number]

/** Transactions of history in one answer. Few, because an answer of 4 MB is refused by gRPC. */
const PAGE = 64

/** A server holds a poll for 20 seconds; one that is silent for longer is gone. */
const LONGEST_POLL_MS = 40_000

const RETRY_MS = 1_000

/**
 * Tells when an execution may have new events, by Temporal's long-poll of its history: the interpreter tells only what it
 * has completed a task for. It asks no worker and writes nothing. It follows the execution when it continues as new, and
 * goes on by itself after a lost connection; while it cannot listen, it tells of a change every second.
 */
export class HistoryWatch {
  readonly #client: Client
  readonly #workflowId: string
  readonly #signal: AbortSignal
  #isChanged = false
  #isEnded = false
  #tell: () => void = () => {}

  /** Listens until `signal` is aborted. */
  constructor(client: Client, workflowId: string, signal: AbortSignal) {
    this.#client = client
    this.#workflowId = workflowId
    this.#signal = signal
    signal.addEventListener('abort', () => this.#change(), { once: true })
    void this.#listen()
  }

  /** Whether the last event of the last run has been seen. */
  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Resolves when something has happened since the last call, or when the signal is aborted. */
  async changed(): Promise<void> {
    if (!this.#isChanged && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#tell = resolve
      })
    }
    this.#isChanged = false
  }

  #change(): void {
    this.#isChanged = true
    this.#tell()
  }

  async #listen(): Promise<void> {
    let runId = ''
    let nextPageToken: Uint8Array | undefined
    let page = PAGE
    while (!this.#isEnded && !this.#signal.aborted) {
      try {
        const response = await this.#poll(runId, nextPageToken, page)
        const events = response.history?.events ?? []
        const end = events.map(endOf).find((found) => found !== undefined)
        nextPageToken = end === undefined ? response.nextPageToken : undefined
        runId = end?.next ?? runId
        this.#isEnded = end !== undefined && end.next === undefined
        if (end !== undefined || events.some((event) => event.workflowTaskCompletedEventAttributes)) this.#change()
      } catch (error) {
        if (this.#signal.aborted) return
        // An answer that was too large cannot be told from a busy server.
        page = Math.max(1, page >> 1)
        if (!passes(error)) {
          runId = ''
          nextPageToken = undefined
        }
        this.#change()
        await setTimeout(RETRY_MS, undefined, { signal: this.#signal }).catch(() => {})
      }
    }
  }

  #poll(runId: string, nextPageToken: Uint8Array | undefined, maximumPageSize: number) {
    const { connection, workflowService, options } = this.#client
    const ask = () =>
      workflowService.getWorkflowExecutionHistory({
        namespace: options.namespace,
        execution: { workflowId: this.#workflowId, runId },
        nextPageToken,
        maximumPageSize,
        waitNewEvent: true,
        skipArchival: true,
      })
    return abortable(this.#client, this.#signal, () => connection.withDeadline(Date.now() + LONGEST_POLL_MS, ask))
  }
}

/** How a run ended, if the event ends it: `next` is the run that goes on. */
function endOf(event: HistoryEvent): { readonly next: string | undefined } | undefined {
  const goesOn =
    event.workflowExecutionContinuedAsNewEventAttributes ??
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes
  if (goesOn) return { next: goesOn.newExecutionRunId || undefined }
  const stops = event.workflowExecutionCanceledEventAttributes ?? event.workflowExecutionTerminatedEventAttributes
  return stops ? { next: undefined } : undefined
}

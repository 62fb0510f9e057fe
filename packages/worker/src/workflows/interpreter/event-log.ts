import type { ExecutionEvent } from '@odp/dsl/plan'

/** An event as it is kept: its number is its place, and the execution is the same for all. */
export type LoggedEvent = Omit<ExecutionEvent, 'sequence' | 'execution_id' | 'workspace_id'>

/** Events of one execution, in order and without gaps. */
export class EventLog {
  readonly #entries: LoggedEvent[]
  readonly #executionId: string
  readonly #workspaceId: string

  constructor(executionId: string, workspaceId: string, earlier: readonly LoggedEvent[] = []) {
    this.#executionId = executionId
    this.#workspaceId = workspaceId
    this.#entries = [...earlier]
  }

  /** Number of the last event; 0 before the first. */
  get sequence(): number {
    return this.#entries.length
  }

  get all(): readonly LoggedEvent[] {
    return this.#entries
  }

  add(entry: LoggedEvent): void {
    this.#entries.push(entry)
  }

  /** Up to `limit` events after number `after`. */
  read(after: number, limit: number): ExecutionEvent[] {
    const events: ExecutionEvent[] = []
    const end = Math.min(this.#entries.length, after + limit)
    for (let index = Math.max(0, after); index < end; index += 1) {
      const entry = this.#entries[index]
      if (entry === undefined) continue
      events.push({ sequence: index + 1, execution_id: this.#executionId, workspace_id: this.#workspaceId, ...entry })
    }
    return events
  }
}

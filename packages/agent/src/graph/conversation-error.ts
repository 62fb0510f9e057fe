/**
 * A conversation cannot go on as it was asked to; nothing of it has changed.
 *
 * `thread_unknown`: there is none of that id for this workspace. `thread_exists`: there is one already. `thread_finished`: it has ended.
 * `thread_not_waiting`: it asks nothing at the moment; `continue` takes it on. `thread_busy`: it is being worked on. `reply_invalid`: the reply does not
 * fit what is asked.
 *
 * @example
 * ```ts
 * import { ConversationError } from '@odp/agent/graph'
 *
 * const statusOf = (error: unknown) =>
 *   error instanceof ConversationError ? (error.code === 'thread_unknown' ? 404 : 409) : 500
 * ```
 */
export class ConversationError extends Error {
  override readonly name = 'ConversationError'
  readonly code:
    | 'thread_unknown'
    | 'thread_exists'
    | 'thread_finished'
    | 'thread_not_waiting'
    | 'thread_busy'
    | 'reply_invalid'

  constructor(code: ConversationError['code'], message: string) {
    super(message)
    this.code = code
  }
}

import { setTimeout } from 'node:timers/promises'
import { isGrpcServiceError, ServiceError } from '@temporalio/client'

/**
 * gRPC codes of what passes: cancelled (by a server that ends), deadline exceeded, resource exhausted, failed precondition (no worker has looked at the
 * execution yet), unavailable.
 */
const PASSING_CODES: ReadonlySet<number> = new Set([1, 4, 8, 9, 14])

/** How long a question is repeated, in milliseconds. */
const PATIENCE_MS = 60_000

const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000

/** Whether asking again may help. */
export function passes(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error
  return isGrpcServiceError(cause) && PASSING_CODES.has(cause.code)
}

/**
 * Asks a server until it answers: a lost connection, a restarted server or a busy worker are no reason to give up for a minute.
 *
 * @throws the last error, or an AbortError once `signal` is aborted
 */
export async function patiently<Answer>(question: () => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
  const giveUpAt = Date.now() + PATIENCE_MS
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      return await question()
    } catch (error) {
      if (!passes(error) || Date.now() > giveUpAt) throw error
      await setTimeout(wait, undefined, { signal })
    }
  }
}

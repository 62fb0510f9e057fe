import { TOO_LONG_STATUS } from './bounded-fetch.js'
import { LlmError, quoted } from './llm-error.js'

const REFUSED = new Set([400, 422, 501])
/** Worth another try later: the service is busy, away or being moved. */
const PASSING = new Set([408, 409, 425, 429])

interface StatusError extends Error {
  readonly status: number
}

function hasStatus(error: unknown): error is StatusError {
  return error instanceof Error && typeof (error as { status?: unknown }).status === 'number'
}

/** Whether a service refused the form of a request: another way to ask may do. */
export function isRefusedRequest(error: unknown): error is StatusError {
  return hasStatus(error) && REFUSED.has(error.status)
}

/** What an error of a call means. It throws the reason of the caller's signal, where that is what ended the call. */
export function callError(error: unknown, model: string, signal: AbortSignal | undefined): LlmError {
  if (signal?.aborted === true) throw signal.reason
  if (error instanceof LlmError) return error
  const reason = error instanceof Error ? quoted(messageOf(error)) : quoted(String(error))
  if (error instanceof SyntaxError)
    return new LlmError('llm_answer_invalid', `the service of '${model}' answered what is no JSON: ${reason}`, {
      retryable: true,
    })
  if (!hasStatus(error))
    return new LlmError('llm_unavailable', `'${model}' does not answer: ${reason}`, { retryable: true })
  const { status } = error
  if (status === TOO_LONG_STATUS) return new LlmError('llm_answer_invalid', `'${model}' was cut off: ${reason}`)
  const retryable = status >= 500 || PASSING.has(status)
  return new LlmError('llm_unavailable', `the service of '${model}' answered ${reason}`, { retryable })
}

/** A failed connection hides its reason one level down. */
function messageOf(error: Error): string {
  if (error.name === 'AbortError' || error.constructor.name === 'APIUserAbortError') return 'the time for it is over'
  const { cause } = error
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  return inner instanceof Error && inner.message !== '' ? `${error.message} (${inner.message})` : error.message
}

import type { Client } from '@temporalio/client'

/** Asks a server until a signal is aborted. The connection keeps a listener on each signal for ever; so it gets one that ends with the question. */
export async function abortable<Answer>(
  { connection }: Client,
  signal: AbortSignal,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await connection.withAbortSignal(controller.signal, ask)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

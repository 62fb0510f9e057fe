import type { CliContext } from '../cli-context.js'

/** Ctrl-C as a signal that can be waited for. */
export interface Interruption {
  readonly signal: AbortSignal
  /** Resolves on Ctrl-C. */
  readonly happened: Promise<void>
  /** Gives Ctrl-C back to whoever had it. */
  stop(): void
}

/** Listens for Ctrl-C. The reason of the signal is an error whose message says what happened. */
export function watchInterruption(context: CliContext): Interruption {
  const controller = new AbortController()
  const { signal } = controller
  const happened = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
  const stop = context.onInterrupt?.(() => controller.abort(new Error('interrupted'))) ?? (() => {})
  return { signal, happened, stop }
}

/** Starts something that Ctrl-C may end while it starts, but not later: a server must outlive the steps that are cancelled on it. */
export async function startInterruptibly<Started>(
  signal: AbortSignal,
  start: (signal: AbortSignal) => Promise<Started>,
): Promise<Started> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal.reason)
  signal.throwIfAborted()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await start(controller.signal)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

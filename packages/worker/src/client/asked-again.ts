import { setTimeout } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { abortable } from './abortable.js'

/** Milliseconds after which a question seems lost; a long execution that is replayed first may take as long. */
const SOON_MS = 3_000

/**
 * Asks a second time what is not answered soon, and gives the first answer. Of several questions at once about an execution that has
 * ended, a worker of Temporal may drop one ("leftover buffered tasks when evicting run"); only after half a minute the server
 * says so. The other question is taken back: repeated on a connection that is closed by then, it would end the process.
 */
export async function askedAgain<Answer>(
  client: Client,
  question: () => Promise<Answer>,
  { signal, soon_ms = SOON_MS }: { readonly signal?: AbortSignal | undefined; readonly soon_ms?: number } = {},
): Promise<Answer> {
  const answered = new AbortController()
  const either = signal === undefined ? answered.signal : AbortSignal.any([signal, answered.signal])
  const ask = () => abortable(client, either, question)
  try {
    const first = ask()
    const soon = await Promise.race([
      first.then((answer) => ({ answer })),
      setTimeout(soon_ms, undefined, { ref: false }),
    ])
    if (soon !== undefined) return soon.answer
    return await Promise.any([first, ask()]).catch((error: AggregateError) => {
      throw error.errors.at(-1)
    })
  } finally {
    answered.abort()
  }
}

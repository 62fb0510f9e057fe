import { setTimeout } from 'node:timers/promises'

/** Milliseconds after which a question seems lost; a long execution that is replayed first may take as long. */
const SOON_MS = 3_000

/**
 * Asks a second time what is not answered soon, and gives the first answer. Of several questions at once about an execution that has
 * ended, a worker of Temporal may drop one ("leftover buffered tasks when evicting run"); only after half a minute the server
 * says so.
 */
export async function askedAgain<Answer>(question: () => Promise<Answer>, soon_ms = SOON_MS): Promise<Answer> {
  const first = question()
  const soon = await Promise.race([
    first.then((answer) => ({ answer })),
    setTimeout(soon_ms, undefined, { ref: false }),
  ])
  if (soon !== undefined) return soon.answer
  return Promise.any([first, question()]).catch((error: AggregateError) => {
    throw error.errors.at(-1)
  })
}

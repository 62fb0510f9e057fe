import { setTimeout } from 'node:timers/promises'
import { isPayloadKey, type PayloadStore } from './payload-store.js'
import { PayloadStoreError, SAME_PLACE } from './payload-store-error.js'

/** Waits before the second, third and fourth attempt: a workflow task has five seconds. */
const WAITS_MS = [100, 400, 1_600]

/** A store that hangs must not hold a task for ever. */
const LONGEST_ATTEMPT_MS = 60_000

/** A store that tries again, never waits without end, and fails with a {@link PayloadStoreError} only. */
export class DependableStore {
  readonly #store: PayloadStore
  readonly #waits: readonly number[]
  readonly #longest: number

  constructor(store: PayloadStore, waitsMs: readonly number[] = WAITS_MS, longestAttemptMs = LONGEST_ATTEMPT_MS) {
    this.#store = store
    this.#waits = waitsMs
    this.#longest = longestAttemptMs
  }

  /** Keeps bytes and gives their key. */
  put(bytes: Uint8Array, signal?: AbortSignal): Promise<string> {
    return this.#patiently((limit) => this.#store.put(bytes, limit), signal)
  }

  /** The bytes of a key. */
  async get(key: string, signal?: AbortSignal): Promise<Uint8Array> {
    if (!isPayloadKey(key))
      throw new PayloadStoreError(
        `'${key.slice(0, 80)}' is no key of a payload store: expected 64 hexadecimal digits`,
        {
          retryable: false,
        },
      )
    const bytes = await this.#patiently((limit) => this.#store.get(key, limit), signal)
    if (bytes !== undefined) return bytes
    throw new PayloadStoreError(
      `the payload store ${this.#store.place} does not have the value ${key}; values are found where they were stored: ${SAME_PLACE}, and keep values as long as their executions`,
      { retryable: false },
    )
  }

  async #patiently<Answer>(ask: (limit: AbortSignal) => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    for (const wait of [...this.#waits, undefined]) {
      signal?.throwIfAborted()
      try {
        return await this.#once(ask, signal)
      } catch (cause) {
        if (cause instanceof PayloadStoreError) throw cause
        if (wait === undefined) throw this.#gaveUp(cause)
        await setTimeout(wait)
      }
    }
    throw this.#gaveUp(undefined)
  }

  #once<Answer>(ask: (limit: AbortSignal) => Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
    const late = AbortSignal.timeout(this.#longest)
    const limit = signal === undefined ? late : AbortSignal.any([late, signal])
    // A store need not look at the signal.
    return Promise.race([ask(limit), rejectWhenAborted(late, `no answer within ${this.#longest / 1000} s`)])
  }

  #gaveUp(cause: unknown): PayloadStoreError {
    const reason = cause instanceof Error ? rootMessage(cause) : String(cause)
    return new PayloadStoreError(
      `the payload store ${this.#store.place} does not answer (${this.#waits.length + 1} attempts): ${reason}`,
      { retryable: true, cause },
    )
  }
}

function rejectWhenAborted(signal: AbortSignal, message: string): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error(message)), { once: true }))
}

/** Drivers wrap what the network said; both are worth reading. */
function rootMessage(error: Error): string {
  const inner = error.cause instanceof Error ? rootMessage(error.cause) : undefined
  return inner === undefined || error.message.includes(inner) ? error.message : `${error.message}: ${inner}`
}

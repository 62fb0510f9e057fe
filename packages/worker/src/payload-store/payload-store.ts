/**
 * Keeps values that are too large for the history, by the hash of their content: equal values are kept once, and a value
 * never changes. Clients and workers of a namespace need the same store.
 *
 * A store says only what happened: whatever `put` and `get` throw counts as "does not answer" and is tried again.
 *
 * @example
 * ```ts
 * import type { PayloadStore } from '@odp/worker/payload-store'
 *
 * async function copy(from: PayloadStore, to: PayloadStore, key: string): Promise<void> {
 *   const bytes = await from.get(key)
 *   if (bytes !== undefined) await to.put(bytes)
 * }
 * ```
 */
export interface PayloadStore {
  /** Where the values lie, for messages: `file:///var/lib/odp/payloads`. Never holds a credential. */
  readonly place: string
  /** Keeps the bytes and gives their key: 64 hexadecimal digits. Kept bytes survive a crash of the process. */
  put(bytes: Uint8Array, signal?: AbortSignal): Promise<string>
  /** The bytes of a key, checked against it; undefined when the store does not have them. */
  get(key: string, signal?: AbortSignal): Promise<Uint8Array | undefined>
}

const KEY = /^[0-9a-f]{64}$/

/** Keys come out of histories: nothing else may become part of a path. */
export function isPayloadKey(key: string): boolean {
  return KEY.test(key)
}

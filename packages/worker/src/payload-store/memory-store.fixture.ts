import { createHash } from 'node:crypto'
import type { PayloadStore } from './payload-store.js'

/** A store that is gone with its process. */
export function memoryStore(): PayloadStore & { readonly size: number } {
  const values = new Map<string, Uint8Array>()
  return {
    place: 'memory:',
    async put(bytes) {
      const key = createHash('sha256').update(bytes).digest('hex')
      values.set(key, bytes)
      return key
    },
    get: async (key) => values.get(key),
    get size() {
      return values.size
    },
  }
}

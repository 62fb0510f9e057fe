import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { isJsonObject, type Json, type JsonObject } from '@odp/dsl/plan'
import { DependableStore } from './dependable-store.js'
import type { PayloadStore } from './payload-store.js'
import { PayloadStoreError } from './payload-store-error.js'
import { LARGEST_DECOMPRESSED } from './value-limits.js'

const decompress = promisify(zstdDecompress)

/**
 * The whole outputs of a step of which only a part stands in the history.
 *
 * @param key `stored.key` of the step's result
 * @throws PayloadStoreError when the store does not answer or does not have the outputs
 * @example
 * ```ts
 * import { configuredStore, loadStored } from '@odp/worker/payload-store'
 *
 * const outputs = await loadStored(configuredStore(), 'a'.repeat(64))
 * ```
 */
export async function loadStored(store: PayloadStore, key: string): Promise<JsonObject> {
  const bytes = await new DependableStore(store).get(key)
  const outputs = await read(bytes)
  if (outputs !== undefined && isJsonObject(outputs)) return outputs
  throw new PayloadStoreError(`the value ${key} in ${store.place} is not the outputs of a step`, { retryable: false })
}

async function read(bytes: Uint8Array): Promise<Json | undefined> {
  try {
    return JSON.parse((await decompress(bytes, { maxOutputLength: LARGEST_DECOMPRESSED })).toString())
  } catch {
    return undefined
  }
}

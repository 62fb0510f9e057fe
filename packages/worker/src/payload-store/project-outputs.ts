import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type { JsonObject, StepResult } from '@odp/dsl/plan'
import { outputsAsJson } from '../activities/measure-outputs.js'
import { StepError } from '../activities/step-error.js'
import { DependableStore } from './dependable-store.js'
import type { PayloadStore } from './payload-store.js'
import { PayloadStoreError } from './payload-store-error.js'
import { SMALLEST_STORED } from './value-limits.js'

const compress = promisify(zstdCompress)

/**
 * What of the outputs goes into the history: all of it, or, when their JSON is above 64 KB and later steps do not read
 * every field, only what they read, with the place of the whole in the store. {@link loadStored} is its inverse.
 *
 * @param reads fields that later steps read; undefined when all may be read
 * @throws StepError `output_invalid`, `value_too_large`, `payload_store_failed`
 */
export async function projectOutputs(
  outputs: JsonObject,
  reads: readonly string[] | undefined,
  store: PayloadStore,
): Promise<Pick<StepResult, 'outputs' | 'stored'>> {
  const text = outputsAsJson(outputs)
  if (reads === undefined || text.length <= SMALLEST_STORED) return { outputs }
  const wanted = new Set(reads)
  const read = Object.entries(outputs).filter(([field]) => wanted.has(field))
  if (read.length === Object.keys(outputs).length) return { outputs }
  const key = await putAsStep(new DependableStore(store), await compress(text))
  return { outputs: Object.fromEntries(read), stored: { key, size: text.length, fields: Object.keys(outputs) } }
}

async function putAsStep(store: DependableStore, bytes: Uint8Array): Promise<string> {
  try {
    return await store.put(bytes)
  } catch (cause) {
    if (!(cause instanceof PayloadStoreError)) throw cause
    throw new StepError('payload_store_failed', cause.message, { retryable: cause.nonRetryable !== true, cause })
  }
}

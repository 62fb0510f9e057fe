import { type Payload, type StorageDriver, StorageDriverClaim } from '@temporalio/common'
import proto from '@temporalio/proto'
import { DependableStore } from './dependable-store.js'
import type { PayloadStore } from './payload-store.js'

const { Payload: PayloadMessage } = proto.temporal.api.common.v1

/**
 * The store as Temporal's external storage uses it. A reference in a history says the key and not the place, so that a
 * store can be moved.
 */
export function storageDriver(store: PayloadStore): StorageDriver {
  const dependable = new DependableStore(store)
  const put = async (payload: Payload, signal?: AbortSignal) =>
    new StorageDriverClaim({ key: await dependable.put(PayloadMessage.encode(payload).finish(), signal) })
  const get = async ({ claimData }: StorageDriverClaim, signal?: AbortSignal) =>
    PayloadMessage.decode(await dependable.get(claimData.key ?? '', signal))
  return {
    name: 'odp',
    type: 'odp.payload-store',
    store: ({ abortSignal }, payloads) => Promise.all(payloads.map((payload) => put(payload, abortSignal))),
    retrieve: ({ abortSignal }, claims) => Promise.all(claims.map((claim) => get(claim, abortSignal))),
  }
}

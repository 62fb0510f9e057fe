/**
 * Where values lie that are too large for the history.
 *
 * @module
 */

export { configuredStore } from './configured-store.js'
export { fileStore } from './file-store.js'
export { loadStored } from './load-stored.js'
export type { PayloadStore } from './payload-store.js'
export { PayloadStoreError } from './payload-store-error.js'
export { type S3StoreOptions, s3Store } from './s3-store.js'

import { promisify } from 'node:util'
import { deflate, inflate, zstdCompress, zstdDecompress } from 'node:zlib'
import { type DataConverter, ExternalStorage, type Payload, type PayloadCodec } from '@temporalio/common'
import type { PayloadStore } from '../payload-store/payload-store.js'
import { storageDriver } from '../payload-store/storage-driver.js'
import { LARGEST_DECOMPRESSED, SMALLEST_STORED } from '../payload-store/value-limits.js'

/** Smaller values stay as they are, readable on Temporal's own web page. The plan of ten steps is larger. */
const SMALLEST_COMPRESSED = 1_024

const DEFLATE = 'binary/odp-deflate'
const ZSTD = 'binary/odp-zstd'

const deflateAsync = promisify(deflate)
const inflateAsync = promisify(inflate)
const zstdCompressAsync = promisify(zstdCompress)
const zstdDecompressAsync = promisify(zstdDecompress)
const encoder = new TextEncoder()
const decoder = new TextDecoder()

function isLarge({ data }: Payload): boolean {
  return data !== null && data !== undefined && data.length >= SMALLEST_COMPRESSED
}

async function compress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  if (data === null || data === undefined || !isLarge(payload)) return payload
  // Deflate is a little smaller, which counts in history; zstd takes a tenth of the time, which counts for what leaves it.
  const [encoding, compressed] =
    data.length < SMALLEST_STORED ? [DEFLATE, await deflateAsync(data)] : [ZSTD, await zstdCompressAsync(data)]
  if (compressed.length >= data.length) return payload
  return {
    ...payload,
    metadata: { ...metadata, encoding: encoder.encode(encoding), inner: metadata?.encoding ?? new Uint8Array() },
    data: compressed,
  }
}

async function decompress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  const encoding = decoder.decode(metadata?.encoding ?? undefined)
  if (data === null || data === undefined || (encoding !== DEFLATE && encoding !== ZSTD)) return payload
  const { inner, ...rest } = metadata ?? {}
  const limit = { maxOutputLength: LARGEST_DECOMPRESSED }
  const decompressed = await (encoding === DEFLATE ? inflateAsync(data, limit) : zstdDecompressAsync(data, limit))
  return { ...payload, metadata: { ...rest, encoding: inner ?? new Uint8Array() }, data: decompressed }
}

/** Compresses values of 1 KB and more: a plan becomes a tenth of its size in history. */
const compressionCodec: PayloadCodec = {
  encode: async (payloads) => (payloads.some(isLarge) ? Promise.all(payloads.map(compress)) : payloads),
  decode: (payloads) => Promise.all(payloads.map(decompress)),
}

/**
 * How clients and workers of ODP write values into history: compressed, and in the store when they have 64 KB or more
 * after that. Both sides must use it, with the same store.
 *
 * @example
 * ```ts
 * import { dataConverterFor } from '@odp/worker/client'
 * import { configuredStore } from '@odp/worker/payload-store'
 *
 * const dataConverter = dataConverterFor(configuredStore())
 * ```
 */
export function dataConverterFor(store: PayloadStore): DataConverter {
  return {
    payloadCodecs: [compressionCodec],
    externalStorage: new ExternalStorage({ drivers: [storageDriver(store)], payloadSizeThreshold: SMALLEST_STORED }),
  }
}

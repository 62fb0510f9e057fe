import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants, inflate, zstdCompress, zstdDecompress } from 'node:zlib'
import { type DataConverter, ExternalStorage, type Payload, type PayloadCodec } from '@temporalio/common'
import type { PayloadStore } from '../payload-store/payload-store.js'
import { storageDriver } from '../payload-store/storage-driver.js'
import { LARGEST_DECOMPRESSED, SMALLEST_STORED } from '../payload-store/value-limits.js'

/** Smaller values stay as they are, readable on Temporal's own web page. The plan of ten steps is larger. */
const SMALLEST_COMPRESSED = 1_024

const BROTLI = 'binary/odp-brotli'
const ZSTD = 'binary/odp-zstd'
/** What earlier builds wrote instead of brotli. */
const DEFLATE = 'binary/odp-deflate'

/** Encoding of nearly every value before it is compressed: not said of those. */
const USUAL = 'json/plain'

type Decompress = (data: Uint8Array, limit: { readonly maxOutputLength: number }) => Promise<Uint8Array>

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  [BROTLI, promisify(brotliDecompress)],
  [ZSTD, promisify(zstdDecompress)],
  [DEFLATE, promisify(inflate)],
])

const brotliAsync = promisify(brotliCompress)
const zstdAsync = promisify(zstdCompress)
const encoder = new TextEncoder()
const decoder = new TextDecoder()

function isLarge({ data }: Payload): boolean {
  return data !== null && data !== undefined && data.length >= SMALLEST_COMPRESSED
}

async function compress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  if (data === null || data === undefined || !isLarge(payload)) return payload
  // Brotli is smaller, which counts in history; zstd takes less time, which counts for what leaves it.
  const [encoding, compressed] =
    data.length < SMALLEST_STORED ? [BROTLI, await brotli(data)] : [ZSTD, await zstdAsync(data)]
  if (compressed.length >= data.length) return payload
  const { encoding: inner = new Uint8Array(), ...rest } = metadata ?? {}
  const wasUsual = decoder.decode(inner) === USUAL
  return {
    ...payload,
    metadata: { ...rest, encoding: encoder.encode(encoding), ...(wasUsual ? {} : { inner }) },
    data: compressed,
  }
}

function brotli(data: Uint8Array): Promise<Uint8Array> {
  // Half the size of deflate for up to twice the time. From quality 9 on it takes twenty times as long for the same size.
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_LGWIN]: Math.log2(SMALLEST_STORED),
    [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
  }
  return brotliAsync(data, { params })
}

async function decompress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  const original = DECOMPRESS.get(decoder.decode(metadata?.encoding ?? undefined))
  if (data === null || data === undefined || original === undefined) return payload
  const { inner = encoder.encode(USUAL), ...rest } = metadata ?? {}
  const limit = { maxOutputLength: LARGEST_DECOMPRESSED }
  return { ...payload, metadata: { ...rest, encoding: inner }, data: await original(data, limit) }
}

/** Compresses values of 1 KB and more: a plan of 100 steps becomes a twentieth of its size in history. */
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

import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common'

/** Smaller values stay as they are, readable on Temporal's own web page. */
const SMALLEST_COMPRESSED = 2_048

/** An answer of a hostile store must not fill the memory. */
const LARGEST_DECOMPRESSED = 64_000_000

const ENCODING = 'binary/odp-deflate'

const deflateAsync = promisify(deflate)
const inflateAsync = promisify(inflate)
const encoder = new TextEncoder()
const decoder = new TextDecoder()

async function compress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  if (data === null || data === undefined || data.length < SMALLEST_COMPRESSED) return payload
  const compressed = await deflateAsync(data)
  if (compressed.length >= data.length) return payload
  return {
    ...payload,
    metadata: { ...metadata, encoding: encoder.encode(ENCODING), inner: metadata?.encoding ?? new Uint8Array() },
    data: compressed,
  }
}

async function decompress(payload: Payload): Promise<Payload> {
  const { data, metadata } = payload
  if (data === null || data === undefined || decoder.decode(metadata?.encoding ?? undefined) !== ENCODING)
    return payload
  const { inner, ...rest } = metadata ?? {}
  const decompressed = await inflateAsync(data, { maxOutputLength: LARGEST_DECOMPRESSED })
  return { ...payload, metadata: { ...rest, encoding: inner ?? new Uint8Array() }, data: decompressed }
}

/** Compresses values of 2 KB and more: a plan becomes a tenth of its size in history. */
const compressionCodec: PayloadCodec = {
  encode: (payloads) => Promise.all(payloads.map(compress)),
  decode: (payloads) => Promise.all(payloads.map(decompress)),
}

/**
 * How clients and workers of ODP write values into history. Both sides must use it.
 *
 * @example
 * ```ts
 * import { dataConverter } from '@odp/worker/client'
 * import { Client, Connection } from '@temporalio/client'
 *
 * const client = new Client({ connection: Connection.lazy({ address: '127.0.0.1:7233' }), dataConverter })
 * ```
 */
export const dataConverter: DataConverter = { payloadCodecs: [compressionCodec] }

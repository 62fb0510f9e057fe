import { deflateSync } from 'node:zlib'
import type { Payload } from '@temporalio/common'
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../payload-store/memory-store.fixture.js'
import { dataConverterFor } from './data-converter.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (data: Uint8Array | null | undefined) => new TextDecoder().decode(data ?? undefined)

function payloadOf(data: string, encoding = 'json/plain'): Payload {
  return { metadata: { encoding: bytes(encoding), kept: bytes('kept') }, data: bytes(data) }
}

function codec() {
  const [only] = dataConverterFor(memoryStore()).payloadCodecs ?? []
  if (only === undefined) throw new Error('there is no codec')
  return only
}

async function encoded(payload: Payload): Promise<Payload> {
  const [one] = await codec().encode([payload])
  return one ?? {}
}

async function decoded(payload: Payload): Promise<{ data: string; metadata: Record<string, string> }> {
  const [one] = await codec().decode([payload])
  const metadata = Object.entries(one?.metadata ?? {}).map(([key, value]) => [key, text(value)])
  return { data: text(one?.data), metadata: Object.fromEntries(metadata) }
}

describe('values in history', () => {
  it.each([10, 1_024, 5_000, 65_536, 200_000])('come out as they were, of %d bytes', async (size) => {
    for (const encoding of ['json/plain', 'json/protobuf']) {
      const payload = payloadOf('a'.repeat(size), encoding)
      const sent = await encoded(payload)
      expect(await decoded(sent)).toEqual({ data: text(payload.data), metadata: { encoding, kept: 'kept' } })
      expect(sent.data?.length).toBeLessThan(1_024)
    }
  })

  it('name the encoding beneath only where it is not the usual one', async () => {
    const large = 'a'.repeat(2_000)
    expect(Object.keys((await encoded(payloadOf(large))).metadata ?? {}).sort()).toEqual(['encoding', 'kept'])
    expect(text((await encoded(payloadOf(large, 'json/protobuf'))).metadata?.inner)).toBe('json/protobuf')
  })

  it('are read as earlier builds wrote them', async () => {
    const metadata = { encoding: bytes('binary/odp-deflate'), inner: bytes('json/plain') }
    const { data, metadata: read } = await decoded({ metadata, data: deflateSync('"text"') })
    expect([data, read]).toEqual(['"text"', { encoding: 'json/plain' }])
  })

  it('are not looked for on a prototype', async () => {
    expect((await decoded(payloadOf('1', 'constructor'))).data).toBe('1')
  })
})

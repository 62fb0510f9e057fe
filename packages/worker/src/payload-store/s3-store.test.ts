import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { configuredStore } from './configured-store.js'
import { DependableStore } from './dependable-store.js'

/** What a service that speaks S3 answers to put, head and get; every other request is refused. */
const objects = new Map<string, Buffer>()
const requests: string[] = []
let isDown = false
let server: Server
let place: string

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'id')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    const path = url.split('?')[0] ?? ''
    requests.push(`${method} ${path}`)
    const parts: Buffer[] = []
    request.on('data', (part) => parts.push(part))
    request.on('end', () => {
      const found = objects.get(path)
      if (isDown) return response.writeHead(503).end()
      if (headers.authorization?.startsWith('AWS4-HMAC-SHA256 Credential=id/') !== true)
        return response.writeHead(403).end()
      if (method === 'PUT') {
        objects.set(path, Buffer.concat(parts))
        return response.writeHead(200).end()
      }
      if (found !== undefined)
        return response.writeHead(200, { 'content-length': found.length }).end(method === 'GET' ? found : undefined)
      const body = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>none</Message></Error>'
      return response.writeHead(404, { 'content-type': 'application/xml' }).end(method === 'GET' ? body : undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  place = `s3://bucket/some/prefix?region=eu-central-1&endpoint=http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  server.closeAllConnections()
})

const BYTES = new Uint8Array(100_000).fill(7)

test('values lie in the bucket below the prefix, equal ones once', async () => {
  const store = configuredStore(place)
  const key = await store.put(BYTES)
  expect(await store.put(BYTES)).toBe(key)
  expect([...objects.keys()]).toEqual([`/bucket/some/prefix/v0/d/sha256/${key}`])
  expect(requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
  expect(new Uint8Array((await store.get(key)) ?? [])).toEqual(BYTES)
})

test('an object that is missing, changed, or behind a service that is down', async () => {
  const store = configuredStore(place)
  expect(await store.get('0'.repeat(64))).toBeUndefined()
  expect(await store.get('../other')).toBeUndefined()
  const key = await store.put(new Uint8Array([1]))
  objects.set(`/bucket/some/prefix/v0/d/sha256/${key}`, Buffer.from('other'))
  await expect(store.get(key)).rejects.toThrow(/integrity/)
  isDown = true
  await expect(new DependableStore(store, [1]).get(key)).rejects.toMatchObject({
    code: 'payload_store_failed',
    nonRetryable: false,
    message: expect.stringContaining('s3://bucket/some/prefix does not answer (2 attempts)'),
  })
  isDown = false
})

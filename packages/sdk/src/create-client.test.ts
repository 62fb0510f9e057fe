import { once } from 'node:events'
import { createServer, type ServerHttp2Session } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { PipelineDocument } from '@odp/dsl'
import { expect, test } from 'vitest'
import { createClient } from './create-client.js'
import { PipelineInvalidError, ServerUnreachableError } from './errors.js'

const document = (more: object = {}): PipelineDocument => ({
  version: '1.0',
  pipeline_id: 'p',
  name: 'P',
  workspace_id: 'w',
  project_id: 'q',
  steps: [{ id: 'a', type: 'function', method: 'm', inputs: { n: '{{input.n}}' } }],
  ...more,
})

/** Nothing listens on port 1. */
const client = createClient({ address: '127.0.0.1:1' })

test('what is refused needs no server, and names every finding', async () => {
  await expect(client.submit(document({ replay: { enabled: true } }), { input: { n: 1 } })).rejects.toThrow(
    PipelineInvalidError,
  )
  await expect(client.submit(document())).rejects.toThrow(/input\.n/)
  await expect(client.submit('version: "1.0"\nsteps: []\n')).rejects.toThrow(/pipeline_id/)
})

test('no server gives one clear error', async () => {
  const refused = client.submit(document(), { input: { n: 1 } })
  await expect(refused).rejects.toThrow(ServerUnreachableError)
  await expect(refused).rejects.toThrow(/127\.0\.0\.1:1: start one with `odp dev`/)
})

test.each(['before its server ends', 'while a repetition waits for its time'])(
  'what is under way when the client is closed is not repeated: closed %s',
  async (when) => {
    const sessions = new Set<ServerHttp2Session>()
    const server = createServer().on('session', (session) => sessions.add(session))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const thrown: unknown[] = []
    const keep = (error: unknown) => thrown.push(error)
    const before = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException').on('uncaughtException', keep)
    try {
      const leaving = createClient({ address: `127.0.0.1:${(server.address() as AddressInfo).port}` })
      const asked = leaving.execution('p-1').status()
      asked.catch(() => {})
      // Never answered.
      await once(server, 'stream')
      const endServer = () => {
        for (const session of sessions) session.destroy()
      }
      if (when.startsWith('while')) {
        endServer()
        await setTimeout(30)
      }
      await leaving.close()
      endServer()
      // The first repetition comes after a tenth of a second.
      await setTimeout(700)
      expect(thrown).toEqual([])
    } finally {
      process.off('uncaughtException', keep)
      for (const listener of before) process.on('uncaughtException', listener)
      server.close()
    }
  },
)

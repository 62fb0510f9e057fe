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

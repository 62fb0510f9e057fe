import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineAgent, defineCatalog, defineFlow, type PipelineDocument } from '@odp/dsl'
import { createClient, ExecutionFailedError, PipelineInvalidError } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import {
  givesEach,
  type ModelServer,
  startModelServer,
  status,
} from '../../packages/worker/src/llm/model-server.fixture.js'

const text = z.object({ text: z.string() })
const mood = defineFlow({
  id: 'mood',
  summary: 'Says how a text sounds.',
  prompt: 'Say how the text sounds.',
  inputs: text,
  outputs: z.object({ mood: z.enum(['good', 'bad']) }),
})
const assess = defineAgent({
  id: 'assess',
  summary: 'Weighs a text.',
  prompt: 'Say how risky the text is.',
  inputs: z.object({ mood: z.string() }),
  outputs: z.object({ risk: z.number() }),
})
const catalog = defineCatalog({ flows: [mood], agents: [assess] })

function document(pipeline_id: string, steps: object[]): PipelineDocument {
  const head = { version: '1.0', pipeline_id, name: pipeline_id, workspace_id: 'tests', project_id: 'llm' }
  return { ...head, steps } as unknown as PipelineDocument
}
const moodStep = { id: 'mood', type: 'llm_flow', flow: 'mood', inputs: { text: 'hooray' }, outputs: { mood: 'mood' } }
const riskStep = {
  id: 'risk',
  type: 'llm_agent',
  agent_type: 'langgraph',
  agent_config: { graph_definition: 'assess', max_iterations: 2 },
  inputs: { mood: { from: '{{mood.mood}}' } },
  outputs: { risk: 'risk' },
}

let server: DevServer
let worker: RunningWorker
let models: ModelServer
let folder: string
let isBroken = false

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'odp-llm-'))
  models = await startModelServer((response, request) =>
    isBroken
      ? status(401, 'no such key')(response, request)
      : givesEach(({ text: asked }) => {
          if (asked.includes('Say how the text sounds')) return { mood: 'good' }
          return asked.includes("You are the node '") ? { note: 'harmless', is_finished: true } : { risk: 0.1 }
        })(response, request),
  )
  server = await startDevServer()
  const llm = { base_url: models.base_url, model: 'm', cost_units_per_1000_tokens: 10 }
  worker = await startWorker({ ...server, catalog, llm, output_directory: folder, cache: 'off' })
})
afterAll(async () => {
  await worker?.stop()
  await server?.stop()
  await models?.close()
  await rm(folder, { recursive: true, force: true })
})

test('flows and agents run on the real engine, and their tokens are cost', async () => {
  const installation = workerInstallation(catalog, { llm: { model: 'm' } })
  const odp = createClient({ address: server.address, catalog, installation })
  try {
    const execution = await odp.submit(document('llm', [moodStep, riskStep]))
    expect(await execution.result()).toMatchObject({ mood: { mood: 'good' }, risk: { risk: 0.1 } })
    expect((await execution.status()).cost_units).toBeCloseTo(3 * 1.2)
    isBroken = true
    const failing = await odp.submit(document('llm-away', [{ ...moodStep, retry_policy: { max_attempts: 3 } }]))
    const error = await failing.result().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ExecutionFailedError)
    const state = await failing.status()
    expect(state.steps[0]).toMatchObject({ attempts: 1, failure: { code: 'llm_unavailable', retryable: false } })
  } finally {
    await odp.close()
  }
})

test('they are refused before anything runs where no service is configured', async () => {
  const odp = createClient({
    address: server.address,
    catalog,
    installation: workerInstallation(catalog, { llm: 'off' }),
  })
  try {
    await expect(odp.submit(document('llm-none', [moodStep]))).rejects.toThrow(PipelineInvalidError)
  } finally {
    await odp.close()
  }
})

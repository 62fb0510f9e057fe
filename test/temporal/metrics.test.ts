import { setTimeout } from 'node:timers/promises'
import { defineCatalog, defineFlow, defineMethod, type Json, type PipelineDocument } from '@odp/dsl'
import { createClient, type OdpClient, type SubmitOptions } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { findFreePort } from '../../packages/worker/src/dev-server/ports.js'
import { gives, type ModelServer, startModelServer } from '../../packages/worker/src/llm/model-server.fixture.js'

const METRICS = `127.0.0.1:${await findFreePort()}`

const catalog = defineCatalog({
  flows: [
    defineFlow({
      id: 'mood',
      summary: 'Says how a text sounds.',
      prompt: 'Say how the text sounds.',
      inputs: z.object({ text: z.string() }),
      outputs: z.object({ mood: z.string() }),
    }),
  ],
  methods: [
    defineMethod({
      id: 'next',
      step_type: 'function',
      summary: 'Counts on.',
      inputs: z.object({ n: z.number() }),
      outputs: z.object({ n: z.number() }),
      run: ({ n }) => ({ n: n + 1 }),
    }),
  ],
})

let server: DevServer
let models: ModelServer
let worker: RunningWorker
let odp: OdpClient

beforeAll(async () => {
  models = await startModelServer(gives({ mood: 'good' }))
  server = await startDevServer()
  const llm = { base_url: models.base_url, model: 'm', cost_units_per_1000_tokens: 10 }
  // It remembers so few executions that most are replayed again and again.
  const options = { catalog, llm, cache: 'memory', metrics_address: METRICS, max_cached_executions: 2 }
  worker = await startWorker({ ...server, ...options })
  const installation = workerInstallation(catalog, { llm: { model: 'm' } })
  odp = createClient({ address: server.address, catalog, installation })
})
afterAll(async () => {
  await odp?.close()
  await worker?.stop()
  await Promise.all([server?.stop(), models?.close()])
})

function submit(steps: Json[], options: SubmitOptions = {}) {
  const head = { version: '1.0', pipeline_id: 'counted', name: 'Counted', workspace_id: 'w', project_id: 'p' }
  return odp.submit({ ...head, steps } as unknown as PipelineDocument, options)
}

/** The values of a metric by its labels, once it has one that is wanted, or after a while. */
async function scraped(name: string, wanted: string): Promise<string[]> {
  for (let left = 600; ; left -= 1) {
    const text = await (await fetch(`http://${METRICS}/metrics`)).text()
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    if (lines.some((line) => line.endsWith(wanted)) || left === 0) return lines
    await setTimeout(100)
  }
}

test('an execution counts once, however often it is replayed and goes on in new runs', async () => {
  const call = (id: string, n: Json): Json => ({ id, type: 'function', method: 'next', inputs: { n } })
  const steps = [call('a', 1), call('b', '{{a.n}}'), call('c', '{{b.n}}')]
  const executions = await Promise.all(
    Array.from({ length: 8 }, (_, index) => submit(steps, index % 2 === 0 ? {} : { continue_every: 1 })),
  )
  for (const execution of executions) expect(await execution.result()).toMatchObject({ c: { n: 4 } })
  for (const execution of executions) await execution.status()
  expect(await scraped('odp_executions', ' 8')).toEqual(['odp_executions{status="completed"} 8'])
  expect(await scraped('odp_step_attempts', ' 24')).toHaveLength(1)
})

test('what was asked of a model costs once, and what the cache gives is counted as a hit', async () => {
  const inputs = { text: 'hooray' }
  const mood = {
    id: 'mood',
    type: 'llm_flow',
    flow: 'mood',
    inputs,
    outputs: { mood: 'mood' },
    cache: { ttl_minutes: 5 },
  }
  for (let times = 0; times < 3; times += 1)
    expect(await (await submit([mood])).result()).toMatchObject({ mood: { mood: 'good' } })
  const labels = 'step_type="llm_flow",task_queue="odp"'
  expect(await scraped('odp_cache_hits', ' 2')).toEqual([`odp_cache_hits{${labels}} 2`])
  expect(await scraped('odp_cost_units_count', ' 1')).toEqual([`odp_cost_units_count{${labels}} 1`])
  const [sum = ''] = await scraped('odp_cost_units_sum', '')
  // 120 tokens at 10 units a thousand.
  expect(Number(sum.split(' ').at(-1))).toBeCloseTo(1.2)
  expect(models.requests).toHaveLength(1)
})

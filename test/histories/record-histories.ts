import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type JsonObject, pipelineSamples, planPipeline } from '@odp/dsl'
import { createClient, type Execution } from '@odp/sdk'
import { installQuietRuntime, type StartWorkerOptions, startWorker } from '@odp/worker'
import { temporalClient } from '@odp/worker/client'
import { startDevServer } from '@odp/worker/dev-server'
import { type Client, Connection } from '@temporalio/client'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { catalog as socialMediaCatalog } from '../../examples/social-media/catalog.ts'
import { socialMedia } from '../../examples/social-media/pipeline.ts'
import { catalog as supplyChainCatalog } from '../../examples/supply-chain/catalog.ts'
import { fixtureWorkspace } from '../../examples/supply-chain/methods/fixture-workspace.ts'
import { supplyChain } from '../../examples/supply-chain/pipeline.ts'
import { startTemporalHost, type TemporalHost } from '../../packages/worker/src/conformance/index.ts'
import { crashCatalog } from '../crash/crash-catalog.ts'
import { documentOf, SCENARIOS, type Scenario } from '../crash/scenarios.ts'
import { executeCases } from './case-runs.ts'
import type { RecordedHistory } from './recorded.ts'

/** Cases at a time: what happens at one moment in virtual time must not be torn apart by a busy machine. */
const WIDTH = 8

/** Runs every example, crash scenario and named case on a real server and gives their histories. */
export async function recordHistories(
  cases: ReadonlySet<string>,
  tell: (line: string) => void,
): Promise<RecordedHistory[]> {
  installQuietRuntime()
  const folder = await mkdtemp(join(tmpdir(), 'odp-histories-'))
  const server = await startDevServer()
  const connection = await Connection.connect({ address: server.address })
  const recorder = new Recorder(temporalClient({ connection }))
  const host = await startTemporalHost({ address: server.address })
  try {
    await executeCases(WIDTH, async (name, run) => {
      if (!cases.has(name)) throw new Error('it is not recorded')
      const observed = await host.execute(run)
      await recorder.add(name, observed.events[0]?.execution_id)
      tell(name)
      return observed
    })
    tell(`cases: ${recorder.histories.length} histories`)
    await recordSocialMedia(host, recorder)
    await recordSupplyChain(server.address, folder, recorder)
    for (const scenario of SCENARIOS) await recordScenario(server.address, folder, scenario, recorder)
    tell(`with examples and scenarios: ${recorder.histories.length} histories`)
    return recorder.histories.sort((one, other) => (one.name < other.name ? -1 : 1))
  } finally {
    await host.close()
    await connection.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

class Recorder {
  readonly histories: RecordedHistory[] = []
  readonly #client: Client

  constructor(client: Client) {
    this.#client = client
  }

  /** Adds all runs of an execution. */
  async add(name: string, execution_id: string | undefined): Promise<void> {
    if (execution_id === undefined) throw new Error(`'${name}' has told nothing`)
    const { raw } = await this.#client.workflow.getHandle(execution_id).describe()
    let run: string | undefined = raw.workflowExecutionInfo?.firstRunId ?? undefined
    for (let number = 1; run !== undefined && run !== ''; number += 1) {
      const history = await this.#client.workflow.getHandle(execution_id, run).fetchHistory()
      this.histories.push({
        name: number === 1 ? name : `${name}, run ${number}`,
        history: JSON.parse(historyToJSON(history)),
      })
      run = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? undefined
    }
  }
}

/** What the networks would answer is made up; nothing outside is called. */
async function recordSocialMedia(host: TemporalHost, recorder: Recorder): Promise<void> {
  const samples = pipelineSamples(socialMedia, { catalog: socialMediaCatalog })
  for (const seed of [1, 2, 3, 4]) {
    const observed = await host.execute({
      execution_id: 'social-media',
      plan: planPipeline(socialMedia, { catalog: socialMediaCatalog }),
      input: samples.input(seed),
      work: async ({ step, config }, { number }) => {
        const id = step.slice(step.lastIndexOf('.') + 1)
        return { outputs: samples.step(id, `${seed}/${step}/${number}`, config).outputs as JsonObject }
      },
      actions: [],
    })
    await recorder.add(`example social-media ${seed}`, observed.events[0]?.execution_id)
  }
}

async function recordSupplyChain(address: string, folder: string, recorder: Recorder): Promise<void> {
  const workspace = await fixtureWorkspace({
    'package.json': { name: 'shop', dependencies: { app: '1' } },
    'node_modules/app/package.json': {
      name: 'app',
      version: '1.0.0',
      license: 'MIT',
      author: 'Ann App <ann@app.example>',
    },
  })
  const options = { catalog: supplyChainCatalog, task_queue: 'supply', output_directory: folder }
  await withWorker(address, options, async () => {
    const odp = createClient({ address, catalog: supplyChainCatalog, task_queue: 'supply' })
    const execution = await odp.submit(supplyChain, { input: { folder: workspace.folder } })
    await execution.outcome()
    await recorder.add('example supply-chain', execution.id)
    await odp.close()
  })
  await workspace.remove()
}

async function recordScenario(address: string, folder: string, scenario: Scenario, recorder: Recorder): Promise<void> {
  const task_queue = scenario.name
  const catalog = crashCatalog(join(folder, 'ledger'))
  await withWorker(address, { catalog, task_queue, output_directory: folder }, async () => {
    const odp = createClient({ address, catalog, task_queue })
    const { continue_every } = scenario
    const options = { input: { shared: 'subject' }, ...(continue_every === undefined ? {} : { continue_every }) }
    const execution = await odp.submit(documentOf(scenario), options)
    await operate(execution, scenario)
    await execution.outcome()
    await recorder.add(`scenario ${scenario.name}`, execution.id)
    await odp.close()
  })
}

async function operate(execution: Execution, { operations }: Scenario): Promise<void> {
  if (operations === 'approve') {
    const { approval } = await execution.status()
    await execution.approve({ digest: approval?.digest ?? '', by: 'ada' })
  }
  if (operations === 'pause') {
    await execution.pause({ by: 'ada' })
    await setTimeout(300)
    await execution.resume({ by: 'ada' })
  }
}

async function withWorker(
  address: string,
  options: Omit<StartWorkerOptions, 'address' | 'namespace'>,
  use: () => Promise<void>,
): Promise<void> {
  const worker = await startWorker({ address, namespace: 'default', ...options })
  try {
    await use()
  } finally {
    await worker.stop()
  }
}

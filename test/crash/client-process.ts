// A client that can be killed. It submits what lies in `jobs`, follows events into `events`, does what people would do, and
// leaves a file in `results` for each execution that has ended. Started again, it goes on with all that has no result.
import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import type { ExecutionEvent } from '@odp/dsl/plan'
import { createClient, type Execution } from '@odp/sdk'
import { ExecutionExistsError } from '@odp/worker/client'
import { crashCatalog } from './crash-catalog.ts'
import type { Job, JobResult } from './job.ts'
import { documentOf, SCENARIOS, type Scenario } from './scenarios.ts'

const [address = '', folder = ''] = process.argv.slice(2)
const odp = createClient({ address, catalog: crashCatalog(folder) })
const begun = new Set<string>()

/** An execution of the id, which a former life of this client may have started. */
async function submitted({ id, shared }: Job, scenario: Scenario): Promise<Execution> {
  const { continue_every } = scenario
  const options = { execution_id: id, input: { shared }, ...(continue_every === undefined ? {} : { continue_every }) }
  for (;;) {
    try {
      return await odp.submit(documentOf(scenario), options)
    } catch (error) {
      if (error instanceof ExecutionExistsError) return odp.execution(id)
      if (!isPassing(error)) throw error
      await setTimeout(300)
    }
  }
}

/** The server may be away. */
function isPassing(error: unknown): boolean {
  const text = error instanceof Error ? `${error.name} ${error.message} ${String(error.cause)}` : ''
  return /unreachable|UNAVAILABLE|DEADLINE|CANCELLED|ECONNREFUSED|no Temporal server/i.test(text)
}

async function operate(execution: Execution, { operations }: Scenario): Promise<void> {
  const { id } = execution
  const by = { by: 'ada', reason: 'the suite says so' }
  if (operations === 'approve') {
    const { approval } = await execution.status()
    await execution.approve({ ...by, digest: approval?.digest ?? '', request_id: `${id}-approve` })
  }
  if (operations === 'pause') {
    await execution.pause({ ...by, request_id: `${id}-pause` })
    await setTimeout(300)
    await execution.resume({ ...by, request_id: `${id}-resume` })
  }
}

/** Events that a former life has written whole. A line that was cut off is taken away. */
function eventsOf(file: string): ExecutionEvent[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : ['']
  if (lines.pop() !== '') writeFileSync(file, lines.map((line) => `${line}\n`).join(''))
  return lines.map((line) => JSON.parse(line) as ExecutionEvent)
}

async function carryOut(job: Job): Promise<JobResult> {
  const scenario = SCENARIOS.find(({ name }) => name === job.scenario)
  if (scenario === undefined) throw new Error(`no scenario is called '${job.scenario}'`)
  const execution = await submitted(job, scenario)
  const operating = operate(execution, scenario)
  operating.catch(() => {})
  const file = join(folder, 'events', `${job.id}.jsonl`)
  const events = eventsOf(file)
  for await (const event of execution.events({ after: events.at(-1)?.sequence ?? 0 })) {
    appendFileSync(file, `${JSON.stringify(event)}\n`)
    events.push(event)
  }
  await operating
  const { status, failure, outputs, state } = await execution.outcome()
  const again: ExecutionEvent[] = []
  for await (const event of execution.events({ follow: false })) again.push(event)
  const { steps, audit } = state
  return { status, outputs, steps, audit, events, again, ...(failure === undefined ? {} : { failure }) }
}

async function serve(job: Job): Promise<void> {
  const result = await carryOut(job).catch((error: unknown) => ({
    error: inspect(error, { depth: 4 }),
  }))
  const place = join(folder, 'results', `${job.id}.json`)
  writeFileSync(`${place}.part`, JSON.stringify(result))
  renameSync(`${place}.part`, place)
}

process.send?.('ready')
for (;;) {
  for (const name of readdirSync(join(folder, 'jobs'))) {
    if (begun.has(name) || existsSync(join(folder, 'results', name)) || !name.endsWith('.json')) continue
    begun.add(name)
    void serve(JSON.parse(readFileSync(join(folder, 'jobs', name), 'utf8')) as Job)
  }
  await setTimeout(50)
}

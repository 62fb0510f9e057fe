import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Random } from '../fuzz/random.ts'
import { InstallationUnderTest, type Part } from './installation.ts'
import type { Job, JobError, JobResult } from './job.ts'
import { Ledger } from './ledger.ts'
import { SCENARIOS } from './scenarios.ts'
import { problemsOf } from './verify.ts'

export interface CrashSuiteOptions {
  readonly kills: number
  readonly seed: number
  /** Executions under way at any time. Default 6. */
  readonly width?: number
  readonly onKill?: (report: CrashReport, victims: readonly Part[]) => void
}

export interface CrashReport {
  readonly killed: Readonly<Record<Part, number>>
  readonly executions: number
  readonly effects: number
  /** Requests to the world outside; more than effects, since crashes let some be repeated. */
  readonly asked: number
  /** Attempts that were lost with their worker and made again. */
  readonly lostAttempts: number
  readonly seconds: number
  readonly failures: readonly { readonly id: string; readonly scenario: string; readonly problems: readonly string[] }[]
}

/** What is killed, each in turn before one comes again. The last is a power cut. */
const VICTIMS: readonly (readonly Part[])[] = [
  ['worker 1'],
  ['worker 2'],
  ['server'],
  ['client'],
  ['worker 1', 'worker 2'],
  ['server', 'worker 1'],
  ['server', 'worker 1', 'worker 2', 'client'],
]

/** Milliseconds for all that is under way to end once nothing is killed any more. */
const PATIENCE_MS = 180_000

/** Kills parts of an installation at random moments while executions run, restarts them, and compares what came of it. */
export async function crashSuite({ kills, seed, width = 6, onKill }: CrashSuiteOptions): Promise<CrashReport> {
  const started = performance.now()
  const random = new Random(seed)
  const installation = new InstallationUnderTest()
  const ledger = new Ledger(installation.folder)
  const jobs: Job[] = []
  const deck: (readonly Part[])[] = []
  const killed: Record<Part, number> = { server: 0, 'worker 1': 0, 'worker 2': 0, client: 0 }
  const ended = () =>
    new Set(readdirSync(join(installation.folder, 'results')).filter((name) => name.endsWith('.json')))
  const order = () => {
    for (let open = jobs.length - ended().size; open < width; open += 1) {
      const { name } = SCENARIOS[jobs.length % SCENARIOS.length] ?? { name: '' }
      const shared = `subject ${Math.floor(jobs.length / (2 * SCENARIOS.length))}`
      const job: Job = { id: `crash-${seed}-${jobs.length}`, scenario: name, shared }
      jobs.push(job)
      const place = join(installation.folder, 'jobs', `${job.id}.json`)
      writeFileSync(`${place}.part`, JSON.stringify(job))
      renameSync(`${place}.part`, place)
    }
  }
  const verified = () => {
    const results = jobs.flatMap((job) => {
      const place = join(installation.folder, 'results', `${job.id}.json`)
      if (!existsSync(place)) return []
      return [{ job, result: JSON.parse(readFileSync(place, 'utf8')) as JobResult | JobError }]
    })
    return results.map(({ job: { id, scenario: name }, result }) => {
      const scenario = SCENARIOS.find((one) => one.name === name)
      if (scenario === undefined) throw new Error(`no scenario is called '${name}'`)
      const lost =
        'events' in result ? result.events.filter(({ failure }) => failure?.code === 'worker_lost').length : 0
      return { id, scenario: name, problems: problemsOf(scenario, result, ledger.effects(id)), lost }
    })
  }
  const reported = (): CrashReport => {
    const all = verified()
    return {
      killed: { ...killed },
      executions: all.length,
      effects: jobs.reduce((sum, { id }) => sum + ledger.effects(id).length, 0),
      asked: ledger.asked,
      lostAttempts: all.reduce((sum, { lost }) => sum + lost, 0),
      seconds: (performance.now() - started) / 1000,
      failures: all.filter(({ problems }) => problems.length > 0),
    }
  }
  try {
    await installation.start('server')
    await Promise.all((['worker 1', 'worker 2', 'client'] as const).map((part) => installation.start(part)))
    for (let done = 0; done < kills; ) {
      order()
      await setTimeout(random.below(2_000))
      if (deck.length === 0) deck.push(...VICTIMS)
      const victims = (deck.splice(random.below(deck.length), 1)[0] ?? []).slice(0, kills - done)
      await Promise.all(victims.map((part) => installation.kill(part)))
      for (const part of victims) killed[part] += 1
      done += victims.length
      await setTimeout(random.below(1_000))
      await Promise.all(victims.map((part) => installation.start(part)))
      if (onKill !== undefined) onKill(reported(), victims)
    }
    const deadline = Date.now() + PATIENCE_MS
    while (ended().size < jobs.length && Date.now() < deadline) await setTimeout(100)
    const late = jobs.filter(({ id }) => !ended().has(`${id}.json`))
    const report = reported()
    const hangs = late.map(({ id, scenario }) => ({
      id,
      scenario,
      problems: [`it has not ended after ${PATIENCE_MS / 1000} s`],
    }))
    const fallen = installation.fallen.map((part) => ({ id: part, scenario: '', problems: ['it ended by itself'] }))
    return { ...report, failures: [...report.failures, ...hangs, ...fallen] }
  } finally {
    await installation.stop()
  }
}

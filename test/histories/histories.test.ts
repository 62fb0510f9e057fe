import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PLAN_VERSION } from '@odp/dsl/plan'
import { dataConverterFor } from '@odp/worker/client'
import { configuredStore } from '@odp/worker/payload-store'
import { DefaultLogger, Runtime, Worker, type WorkflowBundle } from '@temporalio/worker'
import { describe, expect, test } from 'vitest'
import { firstDifference } from '../../packages/worker/src/conformance/first-difference.js'
import { workflowBundle } from '../../packages/worker/src/workflow-bundle.js'
import { interpretAgain } from './meaning.ts'
import { type RecordedHistory, recordedHistories, recordedMeanings, recordedVersions } from './recorded.ts'

const ADVICE =
  'Executions that are under way would go wrong with this build. Undo that, or raise PLAN_VERSION (packages/dsl/src/plan/plan.ts), let plans ' +
  'of the former version mean what they meant, and record the new one: node test/histories/record.mjs'

const BUILT = fileURLToPath(new URL('../../packages/worker/dist/workflow-bundle.js', import.meta.url))

const SOURCES = fileURLToPath(new URL('../../packages/worker/src/workflows', import.meta.url))

type Bundle = Awaited<ReturnType<typeof workflowBundle>>

/** A bundle of older sources, as while one works on them, says nothing. */
function isUpToDate(bundle: string, sources: string): boolean {
  if (!existsSync(bundle)) return false
  const built = statSync(bundle).mtimeMs
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  return files.every((file) => statSync(join(sources, file)).mtimeMs <= built)
}

test('there are recordings of this version of plans', () => {
  expect(recordedVersions(), 'record it: node test/histories/record.mjs').toContain(PLAN_VERSION)
})

describe.each(recordedVersions())('version %d of plans', (version) => {
  test('every history is replayed by the sources', async () => {
    expect(await unreplayed(await workflowBundle(), recordedHistories(version)), ADVICE).toEqual([])
  })

  test.skipIf(!isUpToDate(BUILT, SOURCES))('every history is replayed by the built bundle', async () => {
    expect(await unreplayed({ codePath: BUILT }, recordedHistories(version)), ADVICE).toEqual([])
  })

  test('every plan means what it meant', async () => {
    const changed: string[] = []
    for (const meaning of recordedMeanings(version)) {
      const difference = firstDifference(meaning.outcome, await interpretAgain(meaning))
      if (difference !== undefined) changed.push(`${meaning.name} ${difference}`)
    }
    expect(changed, ADVICE).toEqual([])
  })
})

test('a history that this build cannot replay is noticed', async () => {
  const [recorded] = recordedHistories(PLAN_VERSION).filter(({ name }) => name.startsWith('example supply-chain'))
  const text = JSON.stringify(recorded?.history).replaceAll('"list_packages"', '"another_step"')
  const [problem] = await unreplayed(await workflowBundle(), [{ name: 'forged', history: JSON.parse(text) }])
  expect(problem).toContain('forged')
})

/** The recorded runs that the code decides about in another way, with the reason. */
async function unreplayed(bundle: Bundle, histories: readonly RecordedHistory[]): Promise<string[]> {
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'OFF', forward: {} } } })
  const options = {
    workflowBundle: bundle as WorkflowBundle,
    dataConverter: dataConverterFor(configuredStore()),
    // A missing end of what workflows tell would be logged as an error.
    sinks: { events: { emitted: { fn() {} } } },
  }
  const runs = histories.map(({ name, history }) => ({ workflowId: name, history }))
  const problems: string[] = []
  for await (const { workflowId, error } of Worker.runReplayHistories(options, runs)) {
    if (error !== undefined) problems.push(`${workflowId}: ${reasonOf(error)}`)
  }
  return problems
}

/** The one sentence that matters in what Temporal says. */
function reasonOf({ message }: Error): string {
  return /Nondeterminism error: ([^"\\]+)/.exec(message)?.[1] ?? message
}

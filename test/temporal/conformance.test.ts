import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ConformanceCase,
  parseConformanceCase,
  runConformanceCase,
  startTemporalHost,
  type TemporalHost,
} from '../../packages/worker/src/conformance/index.ts'

const FOLDERS = ['../conformance', '../../../shared/spec/conformance'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
)

/** Cases that real time does not suit, by file, with the reason. They run on the local host all the same. */
const UNSUITED: Readonly<Record<string, string>> = {
  's03-default-timeout.yaml': 'waits through half an hour of virtual time, which is three real minutes',
  's08-max-parallel-everywhere.yaml': 'orders steps that end at the same moment, which real time does not decide',
}

/**
 * Real seconds of a virtual one. Real time decides what comes first: a case that goes another way while others keep the
 * machine busy is run again with more of it. What is wrong goes wrong at any speed.
 */
const TIME_SCALES = [0.1, 0.5, 1]

/** Real milliseconds for all runs of one case. */
const LONGEST_CASE = 600_000

const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) })),
)

describe.concurrent('conformance on Temporal', () => {
  let server: DevServer
  const hosts = new Map<number, Promise<TemporalHost>>()

  const hostOf = (time_scale: number): Promise<TemporalHost> => {
    const host = hosts.get(time_scale) ?? startTemporalHost({ address: server.address, time_scale })
    hosts.set(time_scale, host)
    return host
  }

  async function differencesOf(conformanceCase: ConformanceCase): Promise<readonly string[]> {
    let differences: readonly string[] = []
    for (const time_scale of TIME_SCALES) {
      differences = (await runConformanceCase(conformanceCase, await hostOf(time_scale))).differences
      if (differences.length === 0) break
    }
    return differences
  }

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') })
    server = await startDevServer()
  })

  afterAll(async () => {
    for (const host of hosts.values()) await (await host).close()
    await server?.stop()
  })

  it.each(files.filter(({ name }) => !Object.hasOwn(UNSUITED, name)))(
    '$name',
    { timeout: LONGEST_CASE },
    async ({ path }) => {
      const parsed = parseConformanceCase(readFileSync(path, 'utf8'))
      expect(parsed.problems).toEqual([])
      if (parsed.case !== undefined) expect(await differencesOf(parsed.case)).toEqual([])
    },
  )

  it('lists as unsuited only cases that exist', () => {
    const names = files.map(({ name }) => name)
    expect(Object.keys(UNSUITED).filter((name) => !names.includes(name))).toEqual([])
  })
})

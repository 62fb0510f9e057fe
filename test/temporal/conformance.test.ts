import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { DefaultLogger, Runtime } from '@temporalio/worker'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
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

/** Real milliseconds for one case: a tenth of its virtual time, with the overhead of the server. */
const LONGEST_CASE = 120_000

const files = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ name, path: join(folder, name) })),
)

describe.concurrent('conformance on Temporal', () => {
  let server: DevServer
  let host: TemporalHost

  beforeAll(async () => {
    Runtime.install({ logger: new DefaultLogger('ERROR') })
    server = await startDevServer()
    host = await startTemporalHost({ address: server.address })
  })

  afterAll(async () => {
    await host?.close()
    await server?.stop()
  })

  it.each(files.filter(({ name }) => !Object.hasOwn(UNSUITED, name)))(
    '$name',
    { timeout: LONGEST_CASE },
    async ({ path }) => {
      const parsed = parseConformanceCase(readFileSync(path, 'utf8'))
      expect(parsed.problems).toEqual([])
      if (parsed.case !== undefined) expect((await runConformanceCase(parsed.case, host)).differences).toEqual([])
    },
  )

  it('lists as unsuited only cases that exist', () => {
    const names = files.map(({ name }) => name)
    expect(Object.keys(UNSUITED).filter((name) => !names.includes(name))).toEqual([])
  })
})

import { afterAll, expect, test } from 'vitest'
import { LineReader } from '../run/line-reader.js'
import { capture } from '../testing/capture.js'
import { startOdp } from '../testing/start-odp.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
const env = { USER: 'ada' }
folder.write(
  'safe.yaml',
  `version: "1.0"
pipeline_id: safe
name: Safe
workspace_id: w
project_id: p
execution: { mode: safe }
steps:
  - { id: judge, type: validation, checks: { completeness: { threshold: 0.9 } }, inputs: { text: "" } }
  - { id: again, type: validation, checks: { completeness: { threshold: 0.9 } }, inputs: { text: "full" }, depends_on: [judge] }
`,
)
folder.write(
  'catalog.ts',
  `import { defineCatalog } from '@odp/dsl'
export const catalog = defineCatalog({ methods: [] })
`,
)

afterAll(() => folder.remove())

test('a run without a terminal says how to approve and answer, and waits', async () => {
  const run = startOdp(['run', 'safe.yaml', '--catalog', 'catalog.ts'], folder, { TEMPORAL_ADDRESS: '' })
  await run.until('odp reject')
  const [, id = ''] = /odp reject (\S+)/.exec(run.output.stderr) ?? []
  const [, digest = ''] = /--digest (\w{64})/.exec(run.output.stderr) ?? []
  const shown = await capture(['status', id], { cwd })
  expect(shown.stdout).toContain('awaiting_approval')
  expect(shown.stdout).toContain(`odp approve ${id} --digest ${digest}`)

  const stale = await capture(['approve', id, '--digest', 'other'], { cwd, env })
  expect([stale.code, stale.stderr]).toEqual([1, expect.stringContaining("'other' is not what waits")])
  const approved = await capture(['approve', id, '--digest', digest, '--reason', 'cheap'], { cwd, env })
  expect([approved.code, approved.stdout]).toEqual([0, `✔ ${id}: approved\n`])

  await run.until(`odp answer ${id} judge continue`)
  const unknown = await capture(['answer', id, 'jugde', 'continue'], { cwd, env })
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("did you mean 'judge'")])
  const waiting = await capture(['status', id], { cwd })
  expect(waiting.stdout).toMatch(/\? judge {2}waiting .*completeness is 0, below 0\.9/)
  expect(waiting.stdout).toContain('approve by ada: cheap')
  expect((await capture(['answer', id, 'judge', 'continue', '--json'], { cwd, env })).code).toBe(0)
  expect(await run.ended).toBe(0)

  // The server has ended with the run; its database has not.
  const args = ['replay', id, '--from', 'again', '--catalog', 'catalog.ts']
  const preview = startOdp([...args, '--preview', '--reuse-answers'], folder, { TEMPORAL_ADDRESS: '' })
  expect(await preview.ended).toBe(0)
  expect(preview.output.stdout).toMatch(/^reuse {2}judge\nrun {4}again {2}the replay begins here\nreuse 1 step · run 1/)
})

test('lines are read as they come, and no further than they are asked for', async () => {
  async function* typed() {
    yield 'a'
    yield new TextEncoder().encode('b\nc\nd')
  }
  const reader = new LineReader(typed(), new AbortController().signal)
  expect([await reader.read(), await reader.read(), await reader.read()]).toEqual(['ab', 'c', undefined])
  const silent = new ReadableStream<string>()
  expect(await new LineReader(silent, AbortSignal.abort()).read()).toBe(undefined)
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
for (const name of ['good', 'bad', 'empty']) mkdirSync(join(cwd, name))

function caseText(name: string, status: string): string {
  return `name: ${name}
pipeline: |
  version: "1.0"
  pipeline_id: case
  name: Case
  workspace_id: w
  project_id: p
  steps:
    - { id: collect, name: Collect, type: crawler, method: crawl, inputs: { target: { from: "{{input.target}}" } } }
input: { target: ada }
mocks:
  collect: [{ outputs: { found: 3 } }]
expect:
  status: ${status}
  calls: { collect: 1 }
`
}
folder.write('good/one.yaml', caseText('a step completes', 'completed'))
folder.write('bad/one.yaml', caseText('a step completes', 'completed'))
folder.write('bad/two.yaml', caseText('a step fails', 'failed'))

afterAll(() => folder.remove())

test('cases that pass are told', async () => {
  const { code, stdout } = await capture(['conformance', 'good'], { cwd })
  expect([code, stdout]).toEqual([0, '✔ a step completes\n✔ 1 case passed, 0 failed\n'])
})

test('a case that fails is told with its differences', async () => {
  const { code, stdout } = await capture(['conformance', 'bad'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toMatch(/✖ a step fails {2}two\.yaml\n {4}.*status.*failed.*completed/)
  expect(stdout).toContain('✖ 1 case passed, 1 failed\n')
  const json = await capture(['conformance', 'bad', '--json'], { cwd })
  expect(JSON.parse(json.stdout)).toMatchObject({
    passed: 1,
    failed: 1,
    cases: [
      { name: 'a step completes', ok: true, differences: [] },
      { name: 'a step fails', ok: false },
    ],
  })
})

test('the same cases run on a Temporal server', { timeout: 900_000 }, async () => {
  const { code, stdout } = await capture(['conformance', 'bad', '--host', 'temporal', '--json'], { cwd })
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ passed: 1, failed: 1 })
})

test('a folder that is missing or holds no case is told', async () => {
  const empty = await capture(['conformance', 'empty'], { cwd })
  expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining("there is no case (.yaml) in 'empty'")])
  for (const host of ['local', 'temporal']) {
    const missing = await capture(['conformance', 'nowhere', '--host', host], { cwd })
    expect([missing.code, missing.stderr]).toEqual([2, "error: there is no folder 'nowhere'\n"])
  }
})

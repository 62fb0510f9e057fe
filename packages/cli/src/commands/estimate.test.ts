import type { PipelineEstimate } from '@odp/dsl'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write(
  'catalog.yaml',
  `methods:
  - id: list_sources
    step_type: crawler
    estimate: { cost_units: 2, duration_seconds: 10 }
  - id: visit
    step_type: crawler
    estimate: { cost_units: 3, duration_seconds: 5 }
`,
)
const estimate = ['estimate', 'survey.yaml', '--catalog', 'catalog.yaml']

afterAll(() => folder.remove())

test('each step is listed with its part, then the whole', async () => {
  const { code, stdout, stderr } = await capture(estimate, { cwd })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^step +calls +cost +duration\n/)
  expect(stdout).toMatch(/\n {2}visit +10 /)
  expect(stdout).toMatch(/\ntotal /)
  expect(stdout).toContain("∞ nothing bounds how many items 'others' has")
})

test.each([
  ['20', 60],
  ['others=4', 12],
])('--loop-items %s is what loops are expected to have', async (items, cost) => {
  const { stdout } = await capture([...estimate, '--loop-items', items, '--json'], { cwd })
  const { steps } = JSON.parse(stdout) as PipelineEstimate
  expect(steps.find(({ id }) => id === 'visit')?.cost.expected).toBe(cost)
})

test('without a catalog calls are counted, and what they cost is said to be unknown', async () => {
  const { code, stdout, stderr } = await capture(['estimate', 'survey.yaml'], { cwd })
  expect([code, stderr]).toEqual([0, 'no catalog was named: --catalog FILE says what the calls cost\n'])
  expect(stdout).toMatch(/\n {2}visit +10 .*\? +\?\n/)
  expect(stdout).toContain('? the catalog does not say: ')
})

test('what is wrong is refused', async () => {
  const items = await capture([...estimate, '--loop-items', 'many'], { cwd })
  expect([items.code, items.stderr]).toEqual([2, expect.stringContaining('expected one number for all loops')])
  const unknown = await capture(['estimate', '-', '--catalog', 'catalog.yaml'], {
    cwd,
    stdin: SURVEY.replace('method: visit', 'method: vist'),
  })
  expect([unknown.code, unknown.stdout]).toEqual([1, ''])
  expect(unknown.stderr).toContain('✖ <stdin>: 1 error')
})

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write('catalog.ts', SURVEY_CATALOG)
const run = ['run', 'survey.yaml', '--catalog', 'catalog.ts', '--dry-run', '--input', 'n:=3']
const trace = (stdout: string) =>
  (JSON.parse(stdout) as { trace: { event: string; step?: string }[] }).trace.map(
    ({ event, step }) => `${event} ${step}`,
  )

afterAll(() => folder.remove())

test('the story and the result are told; nothing is written and no server started', async () => {
  const { code, stdout, stderr } = await capture(run, { cwd })
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^ {6}0\.0 s {2}◐ collect {2}started {2}\{"n":3\}\n/)
  expect(stdout).toMatch(/✔ others\[0\]\.visit {2}completed {2}\{"found":/)
  expect(stdout).toMatch(/✔ many {2}completed {2}\{"branch":"if_false"\}/)
  expect(stdout).toContain('✔ completed in 0.0 s\n')
  expect(stdout).toMatch(/dry run, seed 1: .* no file was written\n$/)
  expect(existsSync(join(cwd, 'odp-output')) || existsSync(join(cwd, '.odp'))).toBe(false)
})

test('a pipeline alone is enough: what nobody describes is made as it is read', async () => {
  const { code, stdout } = await capture(['run', 'survey.yaml', '--dry-run', '--sample-input', '--json'], { cwd })
  expect(code).toBe(0)
  expect(trace(stdout)).toContain('step.completed others[0].visit')
})

test('branches and faults on demand', async () => {
  const { code, stdout } = await capture([...run, '--branch', 'many=if_true', '--fault', 'collect=2', '--json'], {
    cwd,
  })
  expect(code).toBe(0)
  expect(trace(stdout).filter((line) => line === 'step.retrying collect')).toHaveLength(2)
  expect(trace(stdout)).toContain('step.skipped report')
  const broken = await capture([...run, '--fault', 'collect'], { cwd })
  expect(broken.code).toBe(1)
  expect(broken.stdout).toContain('✖ failed after 3.0 s: [step_failed] ')
})

test('the same seed gives the same output, another seed another', async () => {
  const [first, again, other] = [
    await capture([...run, '--json'], { cwd }),
    await capture([...run, '--json', '--seed', '1'], { cwd }),
    await capture([...run, '--json', '--seed', 'b'], { cwd }),
  ]
  expect(again.stdout).toBe(first.stdout)
  expect(JSON.parse(other.stdout).outputs).not.toEqual(JSON.parse(first.stdout).outputs)
})

test('a missing input is told with the option that makes it up', async () => {
  const { code, stderr } = await capture(['run', 'survey.yaml', '--dry-run'], { cwd })
  expect([code, stderr]).toEqual([1, expect.stringContaining('--sample-input')])
  expect(stderr).toMatch(/survey.yaml was refused; nothing was run\n$/)
})

test.each([
  [['--branch', 'many'], 'expected step=if_true or step=if_false'],
  [['--branch', 'mny=if_true'], "no step 'mny' has branches"],
  [['--fault', 'collect=x'], 'expected step or step=times'],
  [['--fault', 'colect'], "there is no step 'colect'"],
  [['--keep-server'], 'a dry run uses no server'],
])('%j is refused', async (options, message) => {
  const { code, stderr } = await capture([...run, ...options], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})

test('options of a dry run need --dry-run', async () => {
  const { code, stderr } = await capture(['run', 'survey.yaml', '--seed', '2'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('are for --dry-run')])
})

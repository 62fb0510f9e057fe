import type { ValidationReport } from '@odp/dsl'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('good.yaml', SURVEY)
folder.write('bad.yaml', SURVEY.replace('{{source.id}}', '{{sorce.id}}').replace('loop_variable', 'loop_varible'))
folder.write('catalog.ts', SURVEY_CATALOG)
folder.write(
  'catalog.yaml',
  'methods:\n  - id: list_sources\n    step_type: crawler\n  - id: visti\n    step_type: crawler\n',
)
folder.write('broken-catalog.yaml', 'methods:\n  - id: 3\n')

afterAll(() => folder.remove())

test('a good pipeline is valid', async () => {
  expect(await capture(['validate', 'good.yaml'], { cwd })).toEqual({
    code: 0,
    stdout: '✔ good.yaml: valid\n',
    stderr: '',
  })
})

test('every problem is told with place, code, line, mark and hint', async () => {
  const { code, stdout } = await capture(['validate', 'bad.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('bad.yaml:17:5 error unknown_key  ')
  expect(stdout).toContain('\n  17 │     loop_varible: source\n     │     ^^^^^^^^^^^^\n')
  expect(stdout).toContain('{{sorce.id}}')
  expect(stdout).toMatch(/✖ bad.yaml: \d errors, 0 warnings\n$/)
})

test('several files give several reports', async () => {
  const { code, stdout } = await capture(['validate', 'good.yaml', 'bad.yaml', '--json'], { cwd })
  const reports = JSON.parse(stdout) as ValidationReport[]
  expect([code, ...reports.map(({ valid }) => valid)]).toEqual([1, true, false])
  const one = await capture(['validate', 'good.yaml', '--json'], { cwd })
  expect(JSON.parse(one.stdout)).toMatchObject({ valid: true, errors: [], diagnostics: [] })
})

test('standard input is read', async () => {
  const { code, stdout } = await capture(['validate', '-'], { cwd, stdin: 'version: "1.0"\nsteps: 3' })
  expect(code).toBe(1)
  expect(stdout).toContain('<stdin>:2:8 error wrong_type')
})

test('a catalog document is checked against, with the nearest name', async () => {
  const { code, stdout } = await capture(['validate', 'good.yaml', '--catalog', 'catalog.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('good.yaml:23:17 error')
  expect(stdout).toContain("'visti'")
})

test('a module is a catalog, and says what the installation can run', async () => {
  const args = ['validate', 'good.yaml', '--installation']
  expect((await capture([...args, '--catalog', 'catalog.ts'], { cwd })).code).toBe(0)
  const without = await capture(args, { cwd })
  expect([without.code, without.stdout.includes('method_not_runnable')]).toEqual([1, true])
})

test('what steps ask for is checked against what is free', async () => {
  const stdin = SURVEY.replace('method: visit', 'method: visit\n        resources: { gpu: 3 }')
  folder.write('resources.yaml', 'availability: { gpu: { free: 2, total: 10 } }\n')
  const { code, stdout } = await capture(['validate', '-', '--resources', 'resources.yaml'], { cwd, stdin })
  expect([code, stdout]).toEqual([1, expect.stringContaining('current availability: 2/10 GPUs')])
  folder.write('wrong.yaml', 'availability: { gpus: 1 }\n')
  const wrong = await capture(['validate', '-', '--resources', 'wrong.yaml'], { cwd, stdin })
  expect([wrong.code, wrong.stdout]).toEqual([1, ''])
  expect(wrong.stderr).toContain("error: the resources document 'wrong.yaml' is not valid\n")
})

test('a catalog that is not valid is refused with its issues', async () => {
  const { code, stdout, stderr } = await capture(['validate', 'good.yaml', '--catalog', 'broken-catalog.yaml'], { cwd })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('broken-catalog.yaml:2:9 error wrong_type')
})

test('a module gives its pipeline: the default export, or the only one', async () => {
  const document = JSON.stringify({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'p',
    steps: [],
  })
  folder.write('one.ts', `export const help = 'x'\nexport const investigation = ${document}`)
  folder.write('two.ts', `export const a = ${document}\nexport const b: unknown = { ...a }`)
  folder.write('none.ts', 'export const a = 1')
  folder.write('boom.ts', "throw new Error('boom')")
  expect((await capture(['validate', 'one.ts'], { cwd })).stdout).toContain('one.ts')
  const two = await capture(['validate', 'two.ts'], { cwd })
  expect([two.code, two.stderr]).toEqual([2, expect.stringContaining('(a, b): make the one that is meant the default')])
  const none = await capture(['validate', 'none.ts'], { cwd })
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('it exports a;')])
  const boom = await capture(['validate', 'boom.ts'], { cwd })
  expect([boom.code, boom.stderr]).toEqual([2, expect.stringContaining('failed while it was loaded: boom')])
})

test('a module without a catalog names what it exports', async () => {
  folder.write('no-catalog.ts', 'export const methods = []')
  const { code, stderr } = await capture(['validate', 'good.yaml', '--catalog', 'no-catalog.ts'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining("exports no 'catalog': it exports methods;")])
})

test('a missing file and a folder are told', async () => {
  expect(await capture(['validate', 'nowhere.yaml'], { cwd })).toEqual({
    code: 2,
    stdout: '',
    stderr: "error: there is no file 'nowhere.yaml'\n",
  })
  expect((await capture(['validate', '.'], { cwd })).stderr).toBe("error: '.' is a folder; a file is expected\n")
})

test('a text that is too large is refused in time', async () => {
  folder.write('large.yaml', `version: "1.0"\nx-data: "${'x'.repeat(20_000_000)}"\n`)
  const { code, stdout } = await capture(['validate', 'large.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toContain('document_too_large')
  expect(stdout.length).toBeLessThan(1_000)
})

test('what a document says cannot command the terminal', async () => {
  const hostile = JSON.stringify({ version: '1.0', 'evil\u001b[2J': 1 })
  const { stdout } = await capture(['validate', '-'], { cwd, stdin: hostile })
  expect(stdout).not.toContain('\u001b')
  expect(stdout).toContain('\\u001b[2J')
})

test('colours are for terminals, unless the environment says otherwise', async () => {
  const colored = await capture(['validate', 'bad.yaml'], { cwd, env: { FORCE_COLOR: '1' } })
  expect(colored.stdout).toContain('\u001b[31merror')
  const plain = await capture(['validate', 'bad.yaml'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
  expect(plain.stdout).not.toContain('\u001b')
})

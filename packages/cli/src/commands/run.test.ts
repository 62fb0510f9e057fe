import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { capture } from '../testing/capture.js'
import { startOdp } from '../testing/start-odp.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)
folder.write('catalog.ts', SURVEY_CATALOG)
const run = ['run', 'survey.yaml', '--catalog', 'catalog.ts']

// The first run on a machine may build the server.
const firstRun = 900_000

afterAll(() => folder.remove())

/** No TEMPORAL_ADDRESS: these runs start a server of their own. */
const env = {}

test('a pipeline runs to its end, told line by line', { timeout: firstRun }, async () => {
  const { code, stdout, stderr } = await capture([...run, '--input', 'n:=130', '--output-directory', 'files'], {
    cwd,
    env,
  })
  expect(stderr).toMatch(/^execution survey-[\w-]+$/m)
  expect(code).toBe(0)
  expect(stdout).toMatch(/✔ collect {2}completed in [\d.]+ s\n/)
  expect(stdout).toMatch(/✖ others\[3\]\.visit {2}failed after [\d.]+ s: step_failed: source 3 said \\u001b\[31mno/)
  expect(stdout).toMatch(/✔ others {2}completed in [\d.]+ s, 130 items, 1 failed\n/)
  expect(stdout).not.toContain('others[5]')
  const [file = ''] = /files\/survey-\S+\/report\.csv/.exec(stdout) ?? []
  expect(readFileSync(join(cwd, file), 'utf8').trimEnd().split('\n')).toHaveLength(131)
  // The server of the run has ended with it.
  expect(existsSync(join(cwd, '.odp/temporal.db'))).toBe(true)
  expect(existsSync(join(cwd, '.odp/temporal.db.owner'))).toBe(false)
})

test('--json prints the result and nothing else; a failed run is exit code 1', { timeout: firstRun }, async () => {
  folder.write('input.yaml', 'n: none\n')
  const failed = await capture([...run, '--input-file', 'input.yaml', '--json'], { cwd, env })
  expect([failed.code, failed.stderr]).toEqual([1, ''])
  expect(JSON.parse(failed.stdout)).toMatchObject({
    status: 'failed',
    failure: { code: 'method_input_invalid', step: 'collect' },
    files: [],
    outputs: {},
  })
})

test('Ctrl-C cancels the execution and ends the server', { timeout: firstRun }, async () => {
  const odp = startOdp([...run, '--input', 'n:=5000'], folder, { ODP_TEST_WAIT: '100', TEMPORAL_ADDRESS: '' })
  await odp.until('/5000')
  odp.child.kill('SIGINT')
  expect(await odp.ended).toBe(1)
  expect(odp.output.stdout).toContain('⊘ others  cancelled')
  expect(odp.output.stdout).toMatch(/⊘ cancelled after [\d.]+ s/)
  expect(odp.output.stderr).not.toContain('error')
  expect(existsSync(join(cwd, '.odp/temporal.db.owner'))).toBe(false)
})

test('a refused pipeline starts nothing', async () => {
  const without = await capture(['run', 'survey.yaml', '--input', 'n:=1'], { cwd, env })
  expect(without.code).toBe(1)
  expect(without.stderr).toContain('method_not_runnable')
  expect(without.stderr).toContain('--catalog FILE')
  expect(without.stderr).toMatch(/survey.yaml was refused; nothing was started\n$/)
  const json = await capture([...run, '--json'], { cwd, env })
  expect([json.code, json.stderr]).toEqual([1, ''])
  expect(JSON.parse(json.stdout)).toMatchObject({ status: 'invalid', diagnostics: [{ code: 'input_missing' }] })
})

test('a missing input is told with the option that gives it', async () => {
  const { code, stderr } = await capture(run, { cwd, env })
  expect(code).toBe(1)
  expect(stderr).toContain('input.n is needed by step')
  expect(stderr).toContain('--input n=…')
})

test.each([
  [['--input', 'n'], 'expected key=text or key:=json'],
  [['--input', 'n:=x'], 'for plain text write n=x'],
  [['--input-file', 'list.yaml'], 'must hold a mapping'],
  [['--input-file', 'nowhere.yaml'], "there is no file 'nowhere.yaml'"],
])('%j is refused', async (options, message) => {
  folder.write('list.yaml', '- 1\n')
  const { code, stderr } = await capture([...run, ...options], { cwd, env })
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})

test('without a server the ways to get one are told', async () => {
  const args = [...run, '--input', 'n:=1']
  vi.stubEnv('TEMPORAL_CLI_PATH', '/nowhere/temporal')
  const noProgram = await capture(args, { cwd, env })
  vi.unstubAllEnvs()
  expect([noProgram.code, noProgram.stdout]).toEqual([2, ''])
  expect(noProgram.stderr).toContain('error: The Temporal server could not be found')
  expect(noProgram.stderr).toContain('TEMPORAL_ADDRESS')
  const closed = await capture([...args, '--address', '127.0.0.1:1'], { cwd, env })
  expect([closed.code, closed.stderr]).toEqual([
    2,
    expect.stringContaining('no Temporal server answers at 127.0.0.1:1'),
  ])
  const wrong = await capture(args, { cwd, env: { ...env, TEMPORAL_ADDRESS: 'http://x' } })
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('TEMPORAL_ADDRESS must be host:port')])
})

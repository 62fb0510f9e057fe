import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
const COMMENTED = SURVEY.replace('pipeline_id: survey', 'pipeline_id: survey   # kept')
const OLD = COMMENTED.replace('version: "1.0"', 'version: 1.0')
const read = (name: string) => readFileSync(join(cwd, name), 'utf8')

beforeEach(() => {
  folder.write('old.yaml', OLD)
  folder.write('good.yaml', SURVEY)
  folder.write('left.yaml', OLD.replace('{{source.id}}', '{{x.y}}'))
})

afterAll(() => folder.remove())

test('safe fixes are applied and told, all else stays', async () => {
  const { code, stdout } = await capture(['validate', '--fix', 'old.yaml', 'good.yaml'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toMatch(/^fixed old\.yaml:1 {2}.+\n✔ old\.yaml: valid · 1 problem fixed\n✔ good\.yaml: valid\n$/)
  expect(read('old.yaml')).toBe(COMMENTED)
  expect(read('good.yaml')).toBe(SURVEY)
})

test('several fixes are applied, also those that come to light by another, and nothing else changes', async () => {
  const wrong = COMMENTED.replace('version: "1.0"', 'version: 1.0')
    .replace('method: list_sources', 'metod: list_sources')
    .replace('type: loop', 'type: lop')
    .replace('max_parallel: 5', 'max_paralel: 5')
    .replace('{{others.count}}', '{{other.count}}')
    .replace('max_attempts: 1', 'max_attempts: "1"')
  folder.write('several.yaml', wrong)
  const { code, stdout } = await capture(['validate', '--fix', 'several.yaml'], { cwd })
  expect([code, read('several.yaml')]).toEqual([0, COMMENTED])
  expect(stdout).toContain('✔ several.yaml: valid · 6 problems fixed\n')
  const again = await capture(['validate', '--fix', 'several.yaml'], { cwd })
  expect(again.stdout).toBe('✔ several.yaml: valid\n')
})

test('what is left is reported with the lines of the fixed text', async () => {
  const { code, stdout } = await capture(['validate', '--fix', 'left.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stdout).toMatch(/\nleft\.yaml:27:\d+ error /)
  expect(stdout).toMatch(/✖ left\.yaml: 1 error, 0 warnings · 1 problem fixed\n$/)
  expect(read('left.yaml')).toMatch(/^version: "1\.0"\n/)
})

test('of standard input the fixed text is printed, and nothing else', async () => {
  const { stdout, stderr } = await capture(['validate', '--fix', '-'], { cwd, stdin: OLD })
  expect(stdout).toBe(COMMENTED)
  expect(stderr).toContain('✔ <stdin>: valid · 1 problem fixed\n')
})

test('--json gives the report with what was applied', async () => {
  const { stdout } = await capture(['validate', '--fix', 'old.yaml', '--json'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [], applied: [{ fix: { safe: true } }] })
  const piped = await capture(['validate', '--fix', '-', '--json'], { cwd, stdin: OLD })
  expect(JSON.parse(piped.stdout)).toMatchObject({ valid: true, text: COMMENTED })
})

test('what cannot be read is left as it is; code is refused', async () => {
  folder.write('broken.yaml', 'a: [1\nb: 2')
  const { code, stdout } = await capture(['validate', '--fix', 'broken.yaml'], { cwd })
  expect([code, read('broken.yaml')]).toEqual([1, 'a: [1\nb: 2'])
  expect(stdout).toContain('✖ broken.yaml')
  expect((await capture(['validate', '--fix', 'one.ts'], { cwd })).code).toBe(2)
})

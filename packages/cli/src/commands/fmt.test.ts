import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
const OLD = `version: "1.0"   # kept
steps:
  - id: a
    check:
      not_exists: a.x
        run: b
`
const read = (name: string) => readFileSync(join(cwd, name), 'utf8')

beforeEach(() => {
  folder.write('old.yaml', OLD)
  folder.write('good.yaml', 'version:   "1.0"\n')
  folder.write('broken.yaml', 'a: [1\nb: 2')
})

afterAll(() => folder.remove())

test('the old spelling of check is made a list, all else stays', async () => {
  const { code, stdout } = await capture(['fmt', 'old.yaml'], { cwd })
  expect(code).toBe(0)
  expect(stdout).toContain('version: "1.0"   # kept\n')
  expect(stdout).toMatch(/- not_exists: a\.x\n/)
  expect(read('old.yaml')).toBe(OLD)
  expect((await capture(['fmt', 'good.yaml'], { cwd })).stdout).toBe('version:   "1.0"\n')
})

test('what is safely put right is put right', async () => {
  const { stdout } = await capture(['fmt', '-'], { cwd, stdin: 'version: 1.0 # kept\nsteps: []\n' })
  expect(stdout).toBe('version: "1.0" # kept\nsteps: []\n')
})

test('--check tells what would change', async () => {
  expect(await capture(['fmt', '--check', 'old.yaml', 'good.yaml'], { cwd })).toEqual({
    code: 1,
    stdout: 'old.yaml would change\n',
    stderr: '',
  })
  expect((await capture(['fmt', '--check', 'good.yaml'], { cwd })).code).toBe(0)
})

test('--write writes back what then needs no change', async () => {
  expect((await capture(['fmt', '--write', 'old.yaml', 'good.yaml'], { cwd })).stdout).toBe('old.yaml changed\n')
  expect(read('old.yaml')).not.toBe(OLD)
  expect((await capture(['fmt', '--check', 'old.yaml'], { cwd })).code).toBe(0)
})

test('--json tells file, change and text', async () => {
  const { stdout } = await capture(['fmt', 'good.yaml', '--json'], { cwd })
  expect(JSON.parse(stdout)).toEqual([{ file: 'good.yaml', text: 'version:   "1.0"\n', changed: false }])
})

test('what is no YAML is refused and not written', async () => {
  const { code, stdout, stderr } = await capture(['fmt', '--write', 'broken.yaml'], { cwd })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('broken.yaml:')
  expect(read('broken.yaml')).toBe('a: [1\nb: 2')
})

test('options that exclude each other are refused', async () => {
  expect((await capture(['fmt', '--check', '--write', 'old.yaml'], { cwd })).code).toBe(2)
  expect((await capture(['fmt', '--write', '-'], { cwd })).code).toBe(2)
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()

afterAll(() => folder.remove())

test('the schema is printed, on one line with --json, or written', async () => {
  const { code, stdout } = await capture(['schema'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' })
  const line = (await capture(['schema', '--json'])).stdout
  expect(line.trimEnd()).not.toContain('\n')
  await capture(['schema', '--out', 'schema.json'], { cwd: folder.path })
  expect(readFileSync(join(folder.path, 'schema.json'), 'utf8')).toBe(stdout)
})

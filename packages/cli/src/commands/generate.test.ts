import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringifyPipeline } from '@odp/dsl'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY.replace('  - id: others', '  # every source\n  - id: others'))
folder.write('catalog.ts', SURVEY_CATALOG)
folder.write('catalog.yaml', 'methods:\n  - id: list_sources\n    step_type: crawler\n    summary: Lists sources.\n')

afterAll(() => folder.remove())

test('the written code builds the same pipeline, and keeps its comments', async () => {
  const { code, stdout } = await capture(['generate', 'ts', 'survey.yaml', '--out', 'survey.ts'], { cwd })
  expect([code, stdout]).toEqual([0, ''])
  expect(readFileSync(join(cwd, 'survey.ts'), 'utf8')).toContain('// every source')
  const { survey } = await import(join(cwd, 'survey.ts'))
  expect(await capture(['diff', 'survey.yaml', '-'], { cwd, stdin: stringifyPipeline(survey) })).toMatchObject({
    stdout: 'no changes\n',
  })
})

test('surface and comments can be chosen', async () => {
  const { stdout } = await capture(['generate', 'ts', '-', '--surface', 'steps', '--no-comments'], {
    cwd,
    stdin: readFileSync(join(cwd, 'survey.yaml'), 'utf8'),
  })
  expect(stdout).toContain("from '@odp/dsl'")
  expect(stdout).not.toContain('every source')
  const { stdout: json } = await capture(['generate', 'ts', 'survey.yaml', '--json'], { cwd })
  expect(JSON.parse(json)).toEqual({ text: expect.stringContaining("from '@odp/dsl'") })
})

test('a pipeline with errors is refused', async () => {
  const stdin = SURVEY.replace('{{source.id}}', '{{x.y}}')
  const { code, stdout, stderr } = await capture(['generate', 'ts', '-'], { cwd, stdin })
  expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining('✖ <stdin>: 1 error')])
})

test.each(['catalog.yaml', 'catalog.ts'])('the typed catalog of %s is written', async (file) => {
  const { code, stdout } = await capture(['generate', 'types', '--catalog', file], { cwd })
  expect([code, stdout]).toEqual([0, expect.stringContaining("id: 'list_sources'")])
  expect(stdout).toContain('defineCatalog(')
})

test('with a catalog and in canonical spelling the code is typed, and reads as one would write it', async () => {
  folder.write('bare.yaml', SURVEY.replace('{ n: { from: "{{input.n}}" } }', '{ n: "{{ input.n }}" }'))
  const plain = await capture(['generate', 'ts', 'bare.yaml'], { cwd })
  expect(plain.stdout).toContain("verbatim('{{ input.n }}')")
  const typed = ['generate', 'ts', 'bare.yaml', '--canonical', '--catalog', 'catalog.ts']
  const { code, stdout } = await capture([...typed, '--catalog-import', './catalog.ts', '--out', 'typed.ts'], { cwd })
  expect([code, stdout]).toEqual([0, ''])
  const text = readFileSync(join(cwd, 'typed.ts'), 'utf8')
  expect(text).toContain("import { catalog } from './catalog.ts'")
  expect(text).toContain('inputs: ({ input }) => ({ n: input.n })')
  expect(text).not.toContain('verbatim')
  const { survey } = await import(join(cwd, 'typed.ts'))
  expect(survey.steps[0]).toMatchObject({ inputs: { n: { from: '{{input.n}}' } }, outputs: { sources: 'sources' } })

  const alone = await capture(typed, { cwd })
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('--catalog-import go together')])
  const stdin = SURVEY.replace('method: visit', 'method: vist')
  const wrong = await capture([...typed.with(2, '-'), '--catalog-import', './catalog.ts'], { cwd, stdin })
  expect([wrong.code, wrong.stdout]).toEqual([1, ''])
})

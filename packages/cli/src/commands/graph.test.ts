import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { capture } from '../testing/capture.js'
import { SURVEY } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('survey.yaml', SURVEY)

afterAll(() => folder.remove())

test('mermaid is the default, dot the other text', async () => {
  const mermaid = await capture(['graph', 'survey.yaml'], { cwd })
  expect([mermaid.code, mermaid.stdout]).toEqual([0, expect.stringContaining('flowchart')])
  const dot = await capture(['graph', '-', '--format', 'dot'], { cwd, stdin: SURVEY })
  expect(dot.stdout).toMatch(/^digraph /)
})

test('an SVG names every step, in bold', async () => {
  const { code, stdout } = await capture(['graph', 'survey.yaml', '--format', 'svg', '--out', 'survey.svg'], { cwd })
  expect([code, stdout]).toEqual([0, ''])
  const svg = readFileSync(join(cwd, 'survey.svg'), 'utf8')
  expect(svg).toMatch(/^<svg [^>]*>/)
  for (const id of ['collect', 'others', 'visit', 'many', 'report']) {
    expect(svg).toMatch(new RegExp(`<text font-weight="bold"[^>]*>[^<]*\\b${id}\\b[^<]*</text>`))
  }
  expect(svg).not.toContain('<title>')
})

test('--json tells format and text', async () => {
  const { stdout } = await capture(['graph', 'survey.yaml', '--json'], { cwd })
  expect(JSON.parse(stdout)).toEqual({ format: 'mermaid', text: expect.stringContaining('flowchart') })
})

test('a pipeline with errors is not drawn', async () => {
  const { code, stdout, stderr } = await capture(['graph', '-'], {
    cwd,
    stdin: SURVEY.replace('{{source.id}}', '{{x.y}}'),
  })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain('✖ <stdin>: 1 error, 0 warnings')
})

test('a file that cannot be written is told', async () => {
  const { code, stderr } = await capture(['graph', 'survey.yaml', '--out', 'nowhere/x.mmd'], { cwd })
  expect([code, stderr]).toEqual([2, "error: 'nowhere/x.mmd' cannot be written: there is no folder 'nowhere'\n"])
})

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pipelineJsonSchema } from '@odp/dsl'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LanguageServer } from './language-server.ts'

function serverScript(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('yaml-language-server/package.json')
    return join(dirname(manifest), 'bin', 'yaml-language-server')
  } catch {
    return undefined
  }
}

const HEAD =
  'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: q\nexecution:\n  mode: brave\nsteps:\n'

const script = serverScript()

// What editors show; without the package yaml-language-server there is nothing to ask.
describe.skipIf(script === undefined)('the JSON Schema in the YAML language server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'odp-language-server-'))
  const schema = pathToFileURL(join(folder, 'pipeline.schema.json')).href
  const settings = {
    schemas: { [schema]: '*.yaml' },
    validate: true,
    hover: true,
    completion: true,
    schemaStore: { enable: false },
  }
  const server = new LanguageServer(script ?? '', settings)
  let opened = 0

  async function open(text: string) {
    opened += 1
    const uri = pathToFileURL(join(folder, `pipeline-${opened}.yaml`)).href
    const diagnostics = await server.open(uri, text)
    return { uri, lines: diagnostics.map(({ range, message }) => `${range.start.line + 1}: ${message}`) }
  }

  async function completions(text: string): Promise<string[]> {
    const { uri } = await open(text)
    const lines = text.split('\n')
    const position = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 }
    const answer = await server.request('textDocument/completion', { textDocument: { uri }, position })
    return (answer as { items: { label: string }[] }).items.map(({ label }) => label)
  }

  async function hover(uri: string, line: number, character: number): Promise<string> {
    const position = { line: line - 1, character }
    const answer = await server.request('textDocument/hover', { textDocument: { uri }, position })
    return (answer as { contents: { value: string } }).contents.value
  }

  beforeAll(async () => {
    writeFileSync(join(folder, 'pipeline.schema.json'), JSON.stringify(pipelineJsonSchema()))
    await server.initialize()
  })

  afterAll(() => {
    server.stop()
    rmSync(folder, { recursive: true })
  })

  test.each(['social-media', 'supply-chain'])('has nothing to say about the example %s', async (name) => {
    const text = readFileSync(new URL(`../examples/${name}/pipeline.yaml`, import.meta.url), 'utf8')
    expect((await open(text)).lines).toEqual([])
  })

  test('names mistakes at their lines, also inside loops', async () => {
    const steps = `  - id: a
    type: crawler
    method: m
    inputz: { x: 1 }
  - id: b
    type: crawlr
  - id: l
    type: loop
    iterate_over: "{{a.x}}"
    loop_variable: i
    steps:
      - id: f
        type: function
        method: m
        timeout_minuts: 3
`
    const { lines } = await open(HEAD.replace('brave', 'brve') + steps)
    expect(lines).toEqual([
      expect.stringMatching(/^7: .*"brave", "safe"/),
      expect.stringMatching(/^12: .*inputz/),
      expect.stringMatching(/^14: .*"crawler", "wait_for_asset"/),
      expect.stringMatching(/^23: .*timeout_minuts/),
    ])
  })

  test('offers step types, the keys of a type and those of the document', async () => {
    const types = Object.keys((pipelineJsonSchema().$defs ?? {}) as object).flatMap(
      (name) => /^step_(.*)/.exec(name)?.[1] ?? [],
    )
    expect(types.length).toBeGreaterThan(10)
    expect(await completions(`${HEAD}  - id: a\n    type: `)).toEqual(types)
    expect(await completions(`${HEAD}  - id: a\n    type: loop\n    steps:\n      - type: `)).toEqual(types)
    expect(await completions(`${HEAD}  - id: a\n    type: loop\n    `)).toEqual(
      expect.arrayContaining(['inputs', 'on_error', 'iterate_over', 'loop_variable']),
    )
    expect(await completions('version: "1.0"\n')).toEqual(expect.arrayContaining(['pipeline_id', 'execution', 'steps']))
  })

  test('shows what a key is for', async () => {
    const { uri } = await open(`${HEAD}  - id: a\n    type: crawler\n    method: m\n`)
    expect(await hover(uri, 7, 3)).toContain('waits for an approval')
    expect(await hover(uri, 11, 5)).toContain('Crawler of the catalog')
  })
})

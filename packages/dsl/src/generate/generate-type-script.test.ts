import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { compilerErrors } from '../../../../test/compiler-errors.ts'
import { PipelineBuildError } from '../builder/index.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { STEP_DEFINITIONS } from '../steps/index.js'
import { readYaml } from '../yaml/read-yaml.js'
import { writeYaml } from '../yaml/write-yaml.js'
import { BUILDER_NAMES } from './draft.js'
import { type GenerateOptions, generateTypeScript } from './generate-type-script.js'
import { randomDocument } from './random-document.fixture.js'

const root = join(import.meta.dirname, '../../../..')
const folder = join(import.meta.dirname, '../../.odp', `generated-${process.pid}`)

interface Example {
  readonly name: string
  readonly source: string | JsonObject
  readonly options?: GenerateOptions
}

function documentOf(source: string | JsonObject): Json | undefined {
  return typeof source === 'string' ? readYaml(source).value : source
}

/** Writes the code of every example, checks it in one run of the compiler, runs it, and compares what it builds. */
async function expectSameDocuments(examples: readonly Example[], name: string): Promise<void> {
  const here = join(folder, name)
  await mkdir(here, { recursive: true })
  const files = await Promise.all(
    examples.map(async ({ source, options }, index) => {
      const code = generateTypeScript(source as never, options)
      expect(code).toContain("from '@odp/dsl'")
      const file = join(here, `p${index}.ts`)
      await writeFile(file, code.replace("from '@odp/dsl'", "from '../../../src/builder/index.js'"))
      return file
    }),
  )
  expect(await compilerErrors(here)).toEqual([])
  for (const [index, file] of files.entries()) {
    const exported: unknown = Object.values((await import(/* @vite-ignore */ file)) as object)[0]
    expect(exported, `${examples[index]?.name}\n${await readFile(file, 'utf8')}`).toEqual(
      documentOf(examples[index]?.source ?? ''),
    )
  }
}

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Shown by every failure; `ODP_SEED` repeats a run, `ODP_RUNS` makes a longer one. */
const seed = Number(process.env.ODP_SEED ?? 20_261_124)

const FACES: readonly GenerateOptions[] = [{}, { surface: 'steps' }]

async function examplesIn(place: string): Promise<Example[]> {
  const found: Example[] = []
  const names = await readdir(join(root, place), { recursive: true }).catch(() => [])
  for (const name of names) {
    if (!/\.(yaml|yml|md)$/.test(name) || dirname(name).includes('node_modules')) continue
    const text = await readFile(join(root, place, name), 'utf8')
    const texts = name.endsWith('.md')
      ? [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')
      : [text]
    for (const source of texts) {
      const { value, issues } = readYaml(source)
      if (!isJsonObject(value) || !Array.isArray(value.steps) || issues.some((issue) => issue.severity === 'error'))
        continue
      const document = { version: '1.0', pipeline_id: 'page', workspace_id: 'w', project_id: 'p', ...value }
      found.push({ name: `${place}/${name}`, source: value.version === undefined ? document : source })
    }
  }
  return found
}

test('every example builds the same document again, in both faces', async () => {
  const own = await readFile(join(import.meta.dirname, '../yaml/source-example.txt'), 'utf8')
  const found = [...(await examplesIn('examples')), ...(await examplesIn('docs/steps'))]
  const definitions = Object.values(STEP_DEFINITIONS).map(({ type, example }): Example => {
    const meta = { version: '1.0', pipeline_id: type, workspace_id: 'w', project_id: 'p' }
    return { name: type, source: { ...meta, steps: [example as JsonObject] } }
  })
  const examples = [{ name: 'source', source: own }, ...definitions, ...found].filter(({ source }) =>
    isBuildable(source),
  )
  expect(examples.length).toBeGreaterThan(definitions.length)
  await expectSameDocuments(
    examples.flatMap((example) => FACES.map((options) => ({ ...example, options }))),
    'examples',
  )
})

function isBuildable(source: string | JsonObject): boolean {
  try {
    generateTypeScript(source as never)
    return true
  } catch (error) {
    if (error instanceof PipelineBuildError) {
      return false
    }
    throw error
  }
}

test('random documents are built again, in both faces', async () => {
  const documents = fc.sample(randomDocument, { numRuns: Number(process.env.ODP_RUNS ?? 40), seed })
  const good = documents.filter(isBuildable)
  expect(good.length, `seed ${seed}`).toBeGreaterThan(documents.length / 2)
  const chains = good.filter((source) => generateTypeScript(source as never).includes(' = pipeline('))
  expect(chains.length, `seed ${seed}`).toBeGreaterThan(good.length / 4)
  await expectSameDocuments(
    good.flatMap((source, index) => FACES.map((options) => ({ name: `seed ${seed}, ${index}`, source, options }))),
    'random',
  )
})

describe('comments', () => {
  test('are where they were, and stay comments', () => {
    const text = [
      '# About the file',
      'version: "1.0"',
      'pipeline_id: p # the name',
      'workspace_id: w',
      'project_id: x',
      'steps:',
      '  # first',
      '  - id: a',
      '    type: function',
      '    # how \u2028 throw 1',
      '    method: "m # no comment"',
      '  # @ts-expect-error',
      '  - id: b # inner */',
      '    type: loop',
      '    iterate_over: [1]',
      '    loop_variable: v',
      '    steps:',
      '      - { id: c, type: function, method: m } # deep',
      '# the end',
    ].join('\n')
    const code = generateTypeScript(text, { surface: 'fluent' })
    expect(
      code
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /^(\/\/|\.|each)/.test(line)),
    ).toEqual([
      '// About the file',
      '// the name',
      '// first',
      ".function('a', {",
      '// how   throw 1',
      '// # @ts-expect-error',
      '// inner */',
      ".loop('b', { iterate_over: [1], loop_variable: 'v' }, (each) =>",
      "each.function('c', {",
      '// deep',
      '// the end',
      '.build()',
    ])
    expect(generateTypeScript(text, { comments: false })).not.toContain('//')
  })

  test('of random documents are all kept', () => {
    let kept = 0
    for (const document of fc.sample(randomDocument, { numRuns: 30, seed }).filter(isBuildable)) {
      const lines = writeYaml(document).split('\n')
      const text = lines.map((line, index) => (/^ *(- )?\w+: \S/.test(line) ? `${line} #c${index}c` : line)).join('\n')
      // Inside a text of several lines it would be no comment.
      if (JSON.stringify(readYaml(text).value) !== JSON.stringify(document)) continue
      const comments = [...text.matchAll(/#(c\d+c)/g)].map((match) => `// ${match[1]}`)
      kept += comments.length
      for (const options of FACES) {
        const code = generateTypeScript(text, options)
        expect(
          comments.filter((comment) => !code.includes(comment)),
          `seed ${seed}\n${text}`,
        ).toEqual([])
      }
    }
    expect(kept).toBeGreaterThan(100)
  })
})

describe('what is generated', () => {
  const meta = { version: '1.0', pipeline_id: 'my-pipeline', workspace_id: 'w', project_id: 'p' }

  test('refuses a document that cannot be built, with every reason', () => {
    const broken = { ...meta, steps: [{ id: 'a', type: 'function', method: 'm', depends_on: ['b'] }] }
    expect(() => generateTypeScript(broken as never)).toThrow("names the step 'b', which does not exist")
    expect(() => generateTypeScript('version: "1.0"\nsteps: [{ id: 1 }]')).toThrow(PipelineBuildError)
  })

  test('writes long documents, and those that name later steps, as statements', () => {
    const step = (id: number) => ({ id: `s${id}`, type: 'function', method: 'm' })
    const long = { ...meta, steps: Array.from({ length: 61 }, (_, index) => step(index)) }
    expect(generateTypeScript(long as never)).toContain('pipelineSteps(')
    expect(generateTypeScript(long as never, { surface: 'fluent' })).toContain(' pipeline(')
    const later = { ...meta, steps: [{ ...step(0), depends_on: ['s1'] }, step(1)] }
    expect(generateTypeScript(later as never, { surface: 'fluent' })).toContain('pipelineSteps(')
  })

  test('reads as a person would write it', () => {
    const text = `
version: "1.0"
pipeline_id: my-pipeline
workspace_id: w
project_id: p
input_schema:
  type: object
  properties: { name: { type: string }, posts: { type: array, items: { type: object, properties: { text: { type: string } }, required: [text] } } }
  required: [name, posts]
steps:
  - id: score
    type: function
    method: score
    inputs:
      texts: { from: "{{input.posts[*].text}}" }
      first: { from: "{{input.posts[0].text}}", default: none }
      hello: { from: "Hello {{input.name}}!" }
    outputs: { risk: risk }
    output_schema: { type: object, properties: { risk: { type: number, minimum: 0 } }, required: [risk] }
  - id: risky
    type: conditional
    condition: { expression: "{{score.risk}} > 0.5 && size({{input.posts}}) > 3" }
    branches: { if_true: { steps: [{ id: deep-dive, type: function, method: dive }] } }
  - id: report
    type: function
    method: report
    inputs:
      body: { or: ["{{deep-dive.body}}", "{{score.risk}}"] }
    on_success:
      routes: [{ match: { expression: "{{score.risk}} * 100 > 7" }, steps: [deep-dive] }]
`
    expect(
      generateTypeScript(text),
    ).toBe(`import { both, count, expression, gt, or, pipeline, template, withDefault } from '@odp/dsl'
import { z } from 'zod'

export const myPipeline = pipeline({ pipeline_id: 'my-pipeline', workspace_id: 'w', project_id: 'p' })
  .input(z.object({ name: z.string(), posts: z.array(z.object({ text: z.string() })) }))
  .function('score', {
    method: 'score',
    inputs: ({ input }) => ({
      texts: input.posts.all.text,
      first: withDefault(input.posts.at(0).text, 'none'),
      hello: template\`Hello \${input.name}!\`,
    }),
    outputs: z.object({ risk: z.number().min(0) }),
  })
  .when('risky', ({ score, input }) => both(gt(score.risk, 0.5), gt(count(input.posts), 3)), (then) =>
    then.function('deep-dive', { method: 'dive' }),
  )
  .function('report', {
    method: 'report',
    inputs: ({ 'deep-dive': deepDive, score }) => ({ body: or(deepDive.body, score.risk) }),
  })
  .onSuccess({ match: ({ score }) => expression\`\${score.risk} * 100 > 7\` }, ['deep-dive'])
  .build()
`)
  })

  test('imports only what the package exports', async () => {
    const names = Object.keys(await import('../builder/index.js'))
    expect(BUILDER_NAMES.filter((name) => !names.includes(name))).toEqual([])
  })
})

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { compilerErrors } from '../../../../test/compiler-errors.ts'
import { PipelineBuildError } from '../builder/index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { checkPipeline } from '../validate/validate-pipeline.js'
import { readYaml } from '../yaml/read-yaml.js'
import { canonicalDocument } from './canonical-document.js'
import { generateCatalogTypes } from './generate-catalog-types.js'
import { type GenerateOptions, generateTypeScript } from './generate-type-script.js'
import { randomDocument } from './random-document.fixture.js'

const folder = join(import.meta.dirname, '../../.odp', `generated-with-catalog-${process.pid}`)
const root = join(import.meta.dirname, '../../../..')

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Compiles each piece of code in one run, runs it, and gives what it builds. */
async function built(name: string, codes: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const here = join(folder, name)
  await mkdir(here, { recursive: true })
  const local = (code: string) => code.replaceAll("from '@odp/dsl'", "from './odp.js'")
  await writeFile(
    join(here, 'odp.ts'),
    `export { defineCatalog, defineFlow, defineMethod, defineModel, defineReportTemplate } from '../../../src/catalog/define-catalog.js'
export {
  both, contains, count, either, eq, exists, expression, field, gt, gte, lt, lte, matches, neq, not, or, pipeline, pipelineSteps,
  required, template, verbatim, withDefault,
} from '../../../src/builder/index.js'
`,
  )
  for (const [file, code] of Object.entries(more)) await writeFile(join(here, file), local(code))
  const files = codes.map((_, index) => join(here, `p${index}.ts`))
  for (const [index, code] of codes.entries()) await writeFile(files[index] ?? '', local(code))
  expect(await compilerErrors(here), codes.join('\n')).toEqual([])
  return Promise.all(
    files.map(async (file) => Object.values((await import(/* @vite-ignore */ file)) as object)[0] as Json),
  )
}

const FACES = ['fluent', 'steps'] as const
const port = (properties: Record<string, Json>, required = Object.keys(properties)): JsonObject => ({
  type: 'object',
  properties,
  required,
})
const TEXT = { type: 'string' }
const post = port({ text: TEXT, likes: { type: 'integer' } }, ['text'])

const catalog: CatalogDocument = {
  methods: [
    {
      id: 'collect',
      step_type: 'crawler',
      inputs: port({ name: TEXT, lang: { type: 'string', enum: ['de', 'en'] } }, ['name']),
      outputs: port({ profile: port({ url: TEXT, mail: TEXT }, ['url']), posts: { type: 'array', items: post } }),
    },
    {
      id: 'count',
      step_type: 'function',
      inputs: port({ texts: { type: 'array', items: TEXT }, likes: { type: 'array', items: { type: 'integer' } } }, [
        'texts',
      ]),
      outputs: port({ total: { type: 'integer' }, note: TEXT }, ['total']),
    },
    {
      id: 'write_to',
      step_type: 'function',
      inputs: port({ mail: TEXT, about: port({ url: TEXT }) }),
      outputs: port({ sent: { type: 'boolean' } }),
    },
  ],
}

const SOURCE = `
version: "1.0"
pipeline_id: survey
workspace_id: w
project_id: p
input_schema:
  type: object
  properties: { name: { type: string }, lang: { type: string, enum: [de, en] } }
  required: [name]
steps:
  - id: collect
    type: crawler
    method: collect
    inputs: { name: "{{ input.name }}", lang: "{{input.lang}}" }
    outputs: { profile: profile, posts: posts }
  - id: count
    type: function
    method: count
    inputs:
      texts: "{{collect.posts[*].text}}"
      likes: "{{collect.posts[*].likes}}"
    outputs: { total: total }
  - id: write
    type: function
    method: write_to
    inputs:
      mail: "{{collect.profile.mail}}"
      about: { url: "https://{{collect.profile.url}}" }
`

test('with a catalog the code is typed by it and reads as one would write it', async () => {
  const options: GenerateOptions = { canonical: true, catalog, catalogImport: './catalog.js' }
  const code = generateTypeScript(SOURCE, options)
  expect(code).toBe(`import { pipeline, required, template, verbatim } from '@odp/dsl'
import { z } from 'zod'
import { catalog } from './catalog.js'

export const survey = pipeline({ pipeline_id: 'survey', workspace_id: 'w', project_id: 'p' }, { catalog })
  .input(z.object({ name: z.string(), lang: z.enum(['de', 'en']).optional() }))
  .crawler('collect', { method: 'collect', inputs: ({ input }) => ({ name: input.name, lang: required(input.lang) }) })
  .function('count', {
    method: 'count',
    inputs: ({ collect }) => ({ texts: collect.posts.all.text, likes: verbatim({ from: '{{collect.posts[*].likes}}' }) }),
    outputs: { total: 'total' },
  })
  .function('write', {
    method: 'write_to',
    inputs: ({ collect }) => ({
      mail: required(collect.profile.mail),
      about: { url: template\`https://\${collect.profile.url}\` },
    }),
  })
  .build()
`)
  const codes = FACES.map((surface) => generateTypeScript(SOURCE, { ...options, surface }))
  const documents = await built('survey', codes, { 'catalog.ts': generateCatalogTypes(catalog) })
  const { steps = [], ...rest } = canonicalDocument(readYaml(SOURCE).value as JsonObject)
  const [collect, count, write] = steps as JsonObject[]
  // A step that declares nothing gets what its catalog entry gives.
  const expected = { ...rest, steps: [collect, count, { ...write, outputs: { sent: 'sent' } }] }
  expect(documents).toEqual([expected, expected])
})

test('the import needs the catalog itself', () => {
  expect(() => generateTypeScript(SOURCE, { catalogImport: './catalog.js' })).toThrow(RangeError)
})

test('the examples compile against their own catalogs, and build the same document', async () => {
  for (const name of ['social-media', 'supply-chain']) {
    const text = await readFile(join(root, 'examples', name, 'pipeline.yaml'), 'utf8')
    const path = join(root, 'examples', name, 'catalog.ts')
    const { catalog: entries } = (await import(/* @vite-ignore */ path)) as { catalog: Catalog }
    const given = generateCatalogTypes((await import('../catalog/catalog-document.js')).catalogDocument(entries))
    const options: GenerateOptions = { canonical: true, catalog: entries, catalogImport: './catalog.js' }
    const codes = FACES.map((surface) => generateTypeScript(text, { ...options, surface }))
    const documents = await built(name, codes, { 'catalog.ts': given })
    for (const document of documents) {
      const { report } = checkPipeline(document as never, { catalog: entries })
      expect(report.valid).toBe(true)
      const original = canonicalDocument(readYaml(text).value as JsonObject)
      expect(withoutOutputs(document)).toEqual(withoutOutputs(original))
    }
  }
})

/** Outputs that the catalog gives are left out of both, wherever the document has none. */
function withoutOutputs(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutOutputs)
  if (!isJsonObject(value)) return value
  const { outputs: _outputs, ...rest } = value
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, withoutOutputs(inner)]))
}

const seed = Number(process.env.ODP_SEED ?? 20_261_124)

test('canonical: random documents are built as the builder spells them', async () => {
  const good = fc.sample(randomDocument, { numRuns: Number(process.env.ODP_RUNS ?? 30), seed }).filter(isBuildable)
  const codes = good.map((source) => generateTypeScript(source as never, { canonical: true }))
  const documents = await built('random', codes)
  expect(documents, `seed ${seed}`).toEqual(good.map((source) => canonicalDocument(source)))
  for (const source of good) {
    const once = canonicalDocument(source)
    expect(canonicalDocument(once)).toEqual(once)
  }
  const verbatims = (list: readonly string[]) => list.join('\n').split('verbatim(').length
  expect(verbatims(codes)).toBeLessThan(verbatims(good.map((source) => generateTypeScript(source as never))))
})

function isBuildable(source: JsonObject): boolean {
  try {
    generateTypeScript(source as never)
    return true
  } catch (error) {
    if (error instanceof PipelineBuildError) return false
    throw error
  }
}

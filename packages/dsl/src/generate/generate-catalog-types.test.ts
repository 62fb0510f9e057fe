import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { compilerErrors } from '../../../../test/compiler-errors.ts'
import { catalogDocument } from '../catalog/catalog-document.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { parseCatalog } from '../catalog/parse-catalog.js'
import { validatePipeline } from '../validate/validate-pipeline.js'
import { generateCatalogTypes } from './generate-catalog-types.js'

const folder = join(import.meta.dirname, '../../.odp', `catalog-${process.pid}`)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

/** Writes a catalog and a pipeline against it, checks both with the compiler, and gives the catalog. */
async function compiled(document: CatalogDocument, pipeline = ''): Promise<Catalog> {
  await mkdir(folder, { recursive: true })
  const code = generateCatalogTypes(document).replace("from '@odp/dsl'", "from '../../src/catalog/define-catalog.js'")
  await writeFile(join(folder, 'catalog.ts'), code)
  const imports = "import { pipeline } from '../../src/builder/index.js'\nimport { catalog } from './catalog.js'\n"
  await writeFile(join(folder, 'pipeline.ts'), `${imports}${pipeline}\nexport const used = [pipeline, catalog]\n`)
  expect(await compilerErrors(folder)).toEqual([])
  const path = join(folder, 'catalog.ts')
  const { catalog } = (await import(/* @vite-ignore */ `${path}?${Math.random()}`)) as { catalog: Catalog }
  return catalog
}

const username = { type: 'string', minLength: 1, pattern: '^[a-z]+$', 'x-odp-type': 'Username' }

const small: CatalogDocument = {
  version: '1.0',
  types: [{ id: 'Username', parents: [] }],
  methods: [
    {
      id: "it's `odd`",
      step_type: 'crawler',
      summary: 'Reads. */ \u2028 throw 1',
      synonyms: ['x'],
      inputs: {
        type: 'object',
        properties: { username, limit: { type: 'number', maximum: 9 } },
        required: ['username'],
      },
      outputs: {
        type: 'object',
        properties: {
          posts: { type: 'array', items: { type: 'string' } },
          mail: { type: ['string', 'null'], description: 'd' },
        },
        required: ['posts', 'mail'],
        additionalProperties: false,
      },
      modes: ['api', 'direct'],
      estimate: { cost_units: 1, duration_seconds: 2 },
    },
  ],
  models: [],
  report_templates: [
    {
      id: 'csv',
      step_type: 'output',
      summary: '',
      inputs: { type: 'object', properties: { rows: { type: 'array', items: {} } }, required: ['rows'] },
      'x-format': 'csv_dataset',
    } as CatalogDocument['methods'] extends readonly (infer Entry)[] | undefined ? Entry : never,
  ],
}

describe('generateCatalogTypes', () => {
  test('gives the same catalog again, and types pipelines', async () => {
    const pipeline = `
const start = pipeline({ pipeline_id: 'p', workspace_id: 'w', project_id: 'x' }, { catalog })
  .crawler('a', { method: "it's \`odd\`", inputs: () => ({ username: 'ada' }) })
start.output('ok', { format: 'csv_dataset', template: 'csv', inputs: ({ a }) => ({ rows: a.posts }) })
// @ts-expect-error unknown method
start.crawler('b', { method: 'other' })
// @ts-expect-error missing input
start.crawler('b', { method: "it's \`odd\`", inputs: () => ({ limit: 3 }) })
// @ts-expect-error no such output
start.output('b', { format: 'csv_dataset', template: 'csv', inputs: ({ a }) => ({ rows: a.nothing }) })
// @ts-expect-error may be null
start.crawler('b', { method: "it's \`odd\`", inputs: ({ a }) => ({ username: a.mail }) })
`
    expect(catalogDocument(await compiled(small, pipeline))).toEqual(small)
  })

  test('leaves out what is no method, and says so', () => {
    const code = generateCatalogTypes({
      methods: [
        { id: 'x\n throw 1', step_type: 'loop' },
        { id: 'y', step_type: 'function' },
      ],
    })
    expect(code).toBe(`import { defineCatalog, defineMethod } from '@odp/dsl'
import { z } from 'zod'

// 'x  throw 1' is no method: its step_type is 'loop'
export const catalog = defineCatalog({
  methods: [defineMethod({ id: 'y', step_type: 'function', summary: '', inputs: z.unknown(), outputs: z.unknown() })],
})
`)
  })

  const shared = join(import.meta.dirname, '../../../../../shared/spec')
  test.skipIf(!existsSync(join(shared, 'osint-catalog.yaml')))(
    'writes a large catalog that checks like its document',
    async () => {
      const { catalog: document } = parseCatalog(await readFile(join(shared, 'osint-catalog.yaml'), 'utf8'))
      const example = await readFile(join(shared, 'source-example.yaml'), 'utf8')
      if (document === undefined) throw new Error('the catalog cannot be read')
      const catalog = await compiled(document)
      const printed = catalogDocument(catalog)
      for (const list of ['methods', 'models', 'flows', 'agents', 'assets', 'report_templates'] as const) {
        expect(printed[list]?.map(({ id }) => id)).toEqual(document[list]?.map(({ id }) => id))
      }
      const semanticTypes = (value: unknown) =>
        JSON.stringify(value)
          ?.match(/"x-odp-type":"\w+"/g)
          ?.sort()
      expect(printed.methods?.map(semanticTypes)).toEqual(document.methods?.map(semanticTypes))
      const wrong = example.replace('crawler_twitter_followers', 'crawler_twitter_folowers')
      for (const text of [example, wrong]) {
        expect(validatePipeline(text, { catalog })).toEqual(validatePipeline(text, { catalog: document }))
      }
    },
  )
})

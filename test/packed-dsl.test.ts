import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const source = join(root, 'packages/dsl')

/** Most that the package may have, in kB of 1,000 bytes: what npm downloads, and what it unpacks. */
const BUDGET = { packed: 450, unpacked: 1_600 }

/** A folder of a user who has installed the packed package and a Zod of their own, and nothing else. */
let folder: string
let installed: string
let size: { readonly packed: number; readonly unpacked: number }

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'odp-packed-')))
  installed = join(folder, 'node_modules/@odp/dsl')
  // The build writes JavaScript only; npm test has written the types, a run of this file alone may not have.
  await run(join(root, 'node_modules/.bin/tsc'), ['-b', source])
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: source })
  const [archive] = Object.values(JSON.parse(stdout)) as { filename: string; size: number; unpackedSize: number }[]
  if (archive === undefined) throw new Error(`npm pack said: ${stdout}`)
  size = { packed: Math.round(archive.size / 1_000), unpacked: Math.round(archive.unpackedSize / 1_000) }
  await mkdir(installed, { recursive: true })
  await run('tar', ['-xzf', join(folder, archive.filename), '--strip-components=1', '-C', installed])
  await cp(join(root, 'node_modules/zod'), join(folder, 'node_modules/zod'), { recursive: true, dereference: true })
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

async function execute(code: string): Promise<unknown> {
  await writeFile(join(folder, 'program.mjs'), code)
  const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: folder })
  return JSON.parse(stdout)
}

async function importsOf(ending: '.js' | '.d.ts'): Promise<string[]> {
  const files = await readdir(join(installed, 'dist'), { recursive: true })
  const texts = await Promise.all(
    files.filter((name) => name.endsWith(ending)).map((name) => readFile(join(installed, 'dist', name), 'utf8')),
  )
  expect(texts.length).toBeGreaterThan(3)
  const imports = texts.flatMap((text) => [...text.matchAll(/^\s*(?:im|ex)port\b[^;'"]*?from ?['"]([^'"]+)['"]/gm)])
  return imports.map(([, name = '']) => name).filter((name) => !name.startsWith('.'))
}

describe('size', () => {
  test('is within the budget', () => {
    expect(size.packed, 'kB packed').toBeLessThanOrEqual(BUDGET.packed)
    expect(size.unpacked, 'kB unpacked').toBeLessThanOrEqual(BUDGET.unpacked)
  })

  test('is what the README says, give or take a tenth', async () => {
    const readme = await readFile(join(source, 'README.md'), 'utf8')
    const [, packed, unpacked] = /([\d,]+) kB packed and ([\d,]+) kB unpacked/.exec(readme) ?? []
    for (const [stated, measured] of [
      [packed, size.packed],
      [unpacked, size.unpacked],
    ] as const) {
      const number = Number(stated?.replace(',', ''))
      expect(Math.abs(number - measured), `README: ${stated} kB, measured: ${measured} kB`).toBeLessThan(measured / 10)
    }
    expect(readme).toContain(`${BUDGET.packed} and ${BUDGET.unpacked.toLocaleString('en')} kB`)
  })
})

describe('what is inside', () => {
  test('is code that imports no other package', async () => {
    expect(await importsOf('.js')).toEqual([])
  })

  test('is a licence for each package that was copied, and nothing of zod or yaml in dsl/plan', async () => {
    const licences = await readFile(join(installed, 'dist/THIRD_PARTY_LICENSES'), 'utf8')
    for (const name of ['@noble/hashes', 'fastest-levenshtein', 'js-yaml', 're2js', 'yaml', 'zod']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(\\w+\\)$`, 'm'))
    }
    const plan = await readFile(join(installed, 'dist/plan/index.js'), 'utf8')
    const chunks = [...plan.matchAll(/from ?"\.\.\/(chunk-\w+\.js)"/g)].map(([, name = '']) => name)
    const texts = await Promise.all(chunks.map((name) => readFile(join(installed, 'dist', name), 'utf8')))
    expect(texts.some((text) => text.includes('RE2JS'))).toBe(true)
    expect(texts.filter((text) => /_zod|YAMLMap/.test(text))).toEqual([])
  })
})

describe('in a folder with a Zod of its own', () => {
  test('it reads, checks, plans and writes TypeScript', async () => {
    const text = await readFile(join(root, 'test/packed-dsl/people.yaml'), 'utf8')
    const found = await execute(`
      import { parsePipeline, planPipeline, validatePipeline } from '@odp/dsl'
      import { generateTypeScript } from '@odp/dsl/generate'
      import { evaluateCondition } from '@odp/dsl/plan'
      const text = ${JSON.stringify(text)}
      const { pipeline, issues } = parsePipeline(text)
      const wrong = parsePipeline(text.replace('function', 'functoin'))
      console.log(JSON.stringify({
        issues,
        wrong: wrong.issues.map(({ line, message }) => line + ': ' + message),
        valid: validatePipeline(text).valid,
        steps: planPipeline(pipeline).nodes.map(({ id }) => id),
        code: generateTypeScript(text),
        plan: typeof evaluateCondition,
      }))
    `)
    expect(found).toMatchObject({
      issues: [],
      wrong: [expect.stringMatching(/^8: unknown step type 'functoin'.*did you mean 'function'/)],
      valid: true,
      steps: ['collect'],
      code: expect.stringMatching(/\.function\('collect', \{[\s\S]*\/\/ who/),
      plan: 'function',
    })
  })

  test("schemas of the user's Zod keep what they say in the builder, the catalog and step types", async () => {
    const found = await execute(`
      import { createLanguage, defineCatalog, defineMethod, defineStep, extend, indexCatalog } from '@odp/dsl'
      import { parsePipeline, pipeline, pipelineJsonSchema } from '@odp/dsl'
      import * as z from 'zod'
      const login = z.string().min(2).describe('Name of the account.')
      const method = defineMethod({
        id: 'read_person', summary: 'Reads.', inputs: z.object({ login }), outputs: z.object({ name: z.string() }),
        run: ({ login }) => ({ name: login }),
      })
      const meta = { pipeline_id: 'people', name: 'People', workspace_id: 'acme', project_id: 'kyc' }
      const document = pipeline(meta).input(z.object({ login, mode: z.enum(['a', 'b']).default('a') }))
        .function('collect', { method: 'read_person', inputs: ({ input }) => ({ login: input.login }),
          outputs: z.object({ name: z.string().describe('Full name.') }) })
        .build()
      const wait = defineStep({ type: 'wait', summary: 'Waits.', modes: ['direct'], run: 'activity',
        keys: { seconds: z.union([z.number().min(1), z.strictObject({ from: z.string() })]).describe('How long.') },
        example: { id: 'pause', type: 'wait', seconds: 3 } })
      const language = createLanguage({ steps: [wait] })
      const messages = (step) =>
        parsePipeline(JSON.stringify({ version: '1.0', ...meta, steps: [{ id: 'a', type: 'wait', ...step }] }), { language })
          .issues.map(({ message }) => message)
      console.log(JSON.stringify({
        input: document.input_schema,
        outputs: document.steps[0].output_schema,
        entry: indexCatalog(defineCatalog({ methods: [method] })).find('method', 'read_person').inputs,
        key: pipelineJsonSchema(language).$defs.step_wait.properties.seconds.description,
        good: messages({ seconds: 3 }),
        low: messages({ seconds: 0 }),
        key_of_union: messages({ seconds: { form: 'x' } }),
        absent: messages({ secnds: 3 }),
      }))
    `)
    expect(found).toMatchObject({
      input: {
        properties: { login: { type: 'string', minLength: 2, description: 'Name of the account.' } },
        required: ['login'],
      },
      outputs: { properties: { name: { description: 'Full name.' } } },
      entry: { properties: { login: { description: 'Name of the account.' } } },
      key: 'How long.',
      good: [],
      low: [expect.any(String)],
      key_of_union: expect.arrayContaining([expect.stringContaining("'from'")]),
      absent: expect.arrayContaining([expect.stringContaining("did you mean 'seconds'?")]),
    })
  })

  test('its types need no other package than Zod', async () => {
    await writeFile(
      join(folder, 'types.ts'),
      `import { pipeline, readYaml } from '@odp/dsl'
       import { generateTypeScript } from '@odp/dsl/generate'
       import type { Plan } from '@odp/dsl/plan'
       import { z } from 'zod'
       const meta = { pipeline_id: 'people', name: 'People', workspace_id: 'acme', project_id: 'kyc' }
       export const document = pipeline(meta).input(z.object({ login: z.string() }))
         .function('collect', { method: 'm', inputs: ({ input }) => ({ login: input.login }), outputs: z.object({ name: z.string() }) })
         .function('greet', { method: 'm', inputs: ({ collect }) => ({ name: collect.name }) })
         .build()
       export const code: string = generateTypeScript(document)
       export const reading = readYaml('a: 1')
       export type Steps = Plan['nodes']`,
    )
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', '']
    const { stdout } = await run(join(root, 'node_modules/.bin/tsc'), [...options, 'types.ts'], { cwd: folder }).catch(
      (error: { stdout: string }) => error,
    )
    expect(stdout).toBe('')
  })
})

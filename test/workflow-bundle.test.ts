import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { workflowBundle } from '../packages/worker/src/workflow-bundle.js'

/** Characters of the bundle, source map included; most of it is the Temporal SDK and re2js. */
const BUDGET = 4_000_000

/** Examples in docstrings import too. */
function withoutComments(source: string): string {
  return source.replaceAll(/\/\*.*?\*\//gs, '')
}

test('the workflow side bundles without zod, yaml and Node, within its budget', async () => {
  const bundle = await workflowBundle()
  const code = 'code' in bundle ? bundle.code : await readFile(bundle.codePath, 'utf8')
  // Webpack names each module by its path.
  const modules = code.match(/(?:node_modules|packages)\/[^"'\s]*\.(?:js|ts)/g) ?? []
  expect(modules.some((name) => name.includes('re2js'))).toBe(true)
  expect(modules.filter((name) => /node_modules\/(?:zod|yaml)\//.test(name))).toEqual([])
  expect(code.length).toBeLessThan(BUDGET)
})

test('the workflow side imports nothing but dsl/plan, the Temporal workflow library and itself', async () => {
  const root = fileURLToPath(new URL('../packages/worker/src/workflows', import.meta.url))
  const files = (await readdir(root, { recursive: true })).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  )
  expect(files.length).toBeGreaterThan(10)
  for (const file of files) {
    const source = withoutComments(await readFile(join(root, file), 'utf8'))
    const imports = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '')
    const outside = imports.filter(
      (name) => !name.startsWith('.') && name !== '@odp/dsl/plan' && name !== '@temporalio/workflow',
    )
    expect(outside, file).toEqual([])
    expect(
      imports.filter((name) => name.startsWith('../../')),
      file,
    ).toEqual([])
  }
})

test('dsl/plan reaches neither zod nor yaml nor anything of Node', async () => {
  const root = fileURLToPath(new URL('../packages/dsl/src', import.meta.url))
  const seen = new Set<string>()
  const outside = new Set<string>()
  const visit = async (file: string): Promise<void> => {
    if (seen.has(file)) return
    seen.add(file)
    const source = withoutComments(await readFile(file, 'utf8'))
    for (const [statement, name = ''] of source.matchAll(/^(?:import|export)[^;]*?from '([^']+)'/gms)) {
      if (/^(?:import|export) type /.test(statement)) continue
      if (name.startsWith('.')) await visit(join(file, '..', name.replace(/\.js$/, '.ts')))
      else outside.add(name)
    }
  }
  await visit(join(root, 'plan/index.ts'))
  expect(seen.size).toBeGreaterThan(20)
  expect([...outside].sort()).toEqual(['fastest-levenshtein', 're2js'])
})

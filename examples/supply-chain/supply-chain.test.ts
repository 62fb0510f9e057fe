import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInput, type Json, parsePipeline, planPipeline, stringifyPipeline, validatePipeline } from '@odp/dsl'
import { workerInstallation } from '@odp/worker'
import { equippedWork, runInProcess, type Work } from '@odp/worker/in-process'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalog } from './catalog.ts'
import { fixtureWorkspace, type Tree } from './methods/fixture-workspace.ts'
import { supplyChain } from './pipeline.ts'

const yaml = await readFile(join(import.meta.dirname, 'pipeline.yaml'), 'utf8')

test('both faces are the same document', () => {
  const advice = `pipeline.yaml must say the same as pipeline.ts, which is now:\n\n${stringifyPipeline(supplyChain)}`
  expect(parsePipeline(yaml).pipeline, advice).toEqual(supplyChain)
})

test('both faces are clean on all four levels', () => {
  const installation = workerInstallation(catalog)
  for (const face of [yaml, supplyChain]) {
    expect(validatePipeline(face, { catalog, installation })).toMatchObject({ valid: true, diagnostics: [] })
  }
})

test('a run without a folder is refused before it starts', () => {
  expect(checkInput(supplyChain, {})).toMatchObject([{ code: 'input_missing', path: ['input', 'folder'] }])
})

const shop: Tree = {
  'package.json': { name: 'shop', dependencies: { app: '1' } },
  'node_modules/app/package.json': {
    name: 'app',
    version: '1.0.0',
    license: 'MIT',
    author: 'Ann App <ann@app.example>',
    repository: 'github:ann/app',
    dependencies: { base: '1' },
  },
  'node_modules/base/package.json': {
    name: 'base',
    version: '2.0.0',
    license: 'GPL-3.0-only',
    author: 'Una Under <una@under.example>',
    repository: 'github:una/base',
    scripts: { postinstall: 'node install.js' },
  },
  'node_modules/base/install.js': "require('https').get('https://under.example/binary')",
}

interface Trial {
  /** Happens between finding the packages and reading them. */
  readonly afterListing?: (folder: string) => Promise<void>
}

async function investigate(tree: Tree, { afterListing }: Trial = {}) {
  const { folder, remove } = await fixtureWorkspace(tree)
  const output_directory = join(folder, 'reports')
  const real = equippedWork({ catalog, output_directory }, 'try')
  const work: Work = async (request, attempt) => {
    const result = await real(request, attempt)
    if (request.step === 'list_packages') await afterListing?.(folder)
    return result
  }
  const result = await runInProcess(planPipeline(supplyChain), { execution_id: 'try', input: { folder } }, { work })
  const steps = Object.fromEntries(result.state.steps.map(({ id, status }) => [id, status]))
  return { ...result, steps, remove, read: (name: string) => readFile(join(output_directory, 'try', name)) }
}

describe('a small shop', () => {
  let run: Awaited<ReturnType<typeof investigate>>
  beforeAll(async () => {
    run = await investigate(shop)
  })
  afterAll(() => run.remove())

  test('is investigated to the end', () => {
    expect(run.failure).toBeUndefined()
    expect(run.steps).toEqual({
      list_packages: 'completed',
      each_package: 'completed',
      merge_people: 'completed',
      measure: 'completed',
      maintainers: 'completed',
      risks: 'completed',
      somebody_central: 'completed',
      deep_dive: 'completed',
      quality: 'completed',
      report: 'completed',
      dataset: 'completed',
      network: 'completed',
    })
    expect(run.outputs).toMatchObject({
      each_package: { count: 2, failed: 0 },
      maintainers: { summary: { most_central: { name: 'Una Under', blast_radius: 2 } } },
      deep_dive: { dossier: { person: { name: 'Una Under' }, direct_reached: ['app@1.0.0'] } },
      risks: { assessment: { install_script_packages: [{ id: 'base@2.0.0', mentions: ['network'] }] } },
      quality: { passed: true, scores: { completeness: 1, relevance: 1 } },
    })
  })

  test('hands over a report, a dataset and a picture', async () => {
    expect(
      Object.fromEntries(['report', 'dataset', 'network'].map((step) => [step, names(run.outputs[step])])),
    ).toEqual({
      report: ['report.pdf'],
      dataset: ['dataset.csv'],
      network: ['network.svg', 'network.gexf'],
    })
    expect((await run.read('report.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
    const rows = (await run.read('dataset.csv')).toString().trim().split(/\r?\n/)
    expect(rows).toHaveLength(3)
    expect(rows[2]).toContain('base,2.0.0,false,GPL-3.0-only,strong_copyleft,Una Under')
    const svg = (await run.read('network.svg')).toString()
    expect(svg).toContain('Ann App')
    expect((await run.read('network.gexf')).toString()).toContain('Una Under')
  })
})

function names(outputs: Json | undefined): string[] {
  return (outputs as { files: { name: string }[] }).files.map(({ name }) => name)
}

test('a package that breaks on the way is missing from the report, which is written all the same', async () => {
  const breakApp = (folder: string) => writeFile(join(folder, 'node_modules/app/package.json'), '{ broken')
  const run = await investigate(shop, { afterListing: breakApp })
  try {
    expect(run.failure).toBeUndefined()
    expect(run.outputs).toMatchObject({
      each_package: { count: 2, failed: 1, items: [{ status: 'failed' }, { status: 'completed' }] },
      merge_people: { summary: { counts: { packages: 1, unread: 1 } } },
      report: { files: [{ name: 'report.pdf' }] },
    })
  } finally {
    await run.remove()
  }
})

test('where nobody is named there is no deep dive, and a report that says how little there is', async () => {
  const bare = (name: string) => ({ [`node_modules/${name}/package.json`]: { name, version: '1.0.0' } })
  const run = await investigate({ 'package.json': {}, ...bare('one'), ...bare('two') })
  try {
    expect(run.failure).toBeUndefined()
    expect(run.steps).toMatchObject({ somebody_central: 'completed', deep_dive: 'skipped', report: 'completed' })
    expect(run.outputs).toMatchObject({ somebody_central: { branch: 'if_false' }, quality: { passed: false } })
  } finally {
    await run.remove()
  }
})

test('a folder without packages ends the run with a sentence', async () => {
  const run = await investigate({ 'package.json': {} })
  try {
    expect(run.failure).toMatchObject({ step: 'list_packages', message: expect.stringContaining('no node_modules') })
    expect(run.steps).toMatchObject({ list_packages: 'failed', report: 'skipped' })
  } finally {
    await run.remove()
  }
})

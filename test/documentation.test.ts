import { globSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as agent from '@odp/agent'
import * as dsl from '@odp/dsl'
import {
  ISSUE_CODES,
  type PipelineDocument,
  parsePipeline,
  pipelineJsonSchema,
  planPipeline,
  STEP_DEFINITIONS,
  stringifyPipeline,
  validatePipeline,
} from '@odp/dsl'
import { FAILURE_CODES, REFUSAL_CODES } from '@odp/dsl/plan'
import * as sdk from '@odp/sdk'
import * as worker from '@odp/worker'
import { workerInstallation } from '@odp/worker'
import { describe, expect, test } from 'vitest'
import { generatePages, WITHOUT_EFFECT } from '../scripts/generate-docs/generate-pages.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const pages = generatePages({
  definitions: Object.values(STEP_DEFINITIONS),
  schema: pipelineJsonSchema(),
  issueCodes: ISSUE_CODES,
  failureCodes: FAILURE_CODES,
  refusalCodes: REFUSAL_CODES,
  toYaml: stringifyPipeline,
})

const document = (steps: unknown, more: object = {}) =>
  ({
    version: '1.0',
    pipeline_id: 'p',
    name: 'P',
    workspace_id: 'w',
    project_id: 'p',
    ...more,
    steps,
  }) as PipelineDocument

describe('the generated pages', () => {
  test.each([...pages])('docs/%s is what the definitions say', (path, text) => {
    expect(readFileSync(`${root}/docs/${path}`, 'utf8'), 'run: node scripts/generate-docs/generate-docs.mjs').toBe(text)
  })

  test('are all that stands in docs/steps', () => {
    expect(
      readdirSync(`${root}/docs/steps`)
        .map((name) => `steps/${name}`)
        .sort(),
    ).toEqual([...pages.keys()].filter((path) => path.startsWith('steps/')).sort())
  })

  test.each([...pages].filter(([, text]) => text.includes('```yaml')))(
    'the example in %s passes level 1',
    (_, text) => {
      const example = /```yaml\n(.*?)```/s.exec(text)?.[1] ?? ''
      const head = 'version: "1.0"\npipeline_id: p\nname: P\nworkspace_id: w\nproject_id: p\n'
      expect(parsePipeline(head + example).issues).toEqual([])
    },
  )

  test('link to pages that exist', () => {
    for (const [path, text] of pages) {
      for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
        expect([...pages.keys()], `${target} in ${path}`).toContain(`steps/${target}`)
      }
    }
  })
})

describe('what they say about this version', () => {
  const installation = workerInstallation(undefined, { llm: 'off' })
  const refusals = (source: PipelineDocument, id?: unknown) =>
    validatePipeline(source, { installation })
      .diagnostics.filter(({ level, step }) => level === 4 && (id === undefined || step === id))
      .map(({ code }) => code)

  test.each(Object.values(STEP_DEFINITIONS).map(({ type, example }) => [type, example] as const))(
    '%s',
    (type, example) => {
      const cell = new RegExp(`^\\| \\[${type}\\].*\\| ([^|]*) \\|$`, 'm').exec(pages.get('steps/README.md') ?? '')?.[1]
      expect(refusals(document([example]), (example as { id: string }).id).includes('connector_missing')).toBe(
        cell?.startsWith('refused'),
      )
    },
  )

  test('approvals, answers and replays are accepted', () => {
    const check = { id: 'check', type: 'validation', checks: {}, on_below: 'ask' }
    const replay = { enabled: true, original_execution_id: 'e' }
    expect(refusals(document([check], { execution: { mode: 'safe' }, replay }))).toEqual([])
  })

  test('keys that change nothing do not reach the interpreter', () => {
    const step = { id: 'a', type: 'function', method: 'm' }
    const values: Record<string, object> = { resources: { cpu: '1' } }
    for (const key of WITHOUT_EFFECT) {
      const { digest: _, ...plan } = planPipeline(document([{ ...step, [key]: values[key] }]))
      expect(planPipeline(document([step]))).toMatchObject(plan)
      expect(JSON.stringify(plan)).not.toContain(key)
    }
  })
})

describe('the READMEs of packages name what the packages export, and all of it', () => {
  const packages = { agent, dsl, sdk, worker }
  test.each(Object.entries(packages))('%s', (name, exported) => {
    const readme = readFileSync(`${root}/packages/${name}/README.md`, 'utf8')
    const named = [...readme.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/\w+/g) ?? [],
    )
    expect(named.sort()).toEqual(Object.keys(exported).sort())
  })

  test.each(['agent', 'worker'])('doors of %s', async (name) => {
    const readme = readFileSync(`${root}/packages/${name}/README.md`, 'utf8')
    const rows = [...readme.matchAll(/^\| `@odp\/[a-z]+\/([\w-]+)` \| (.*) \|$/gm)]
    const { exports } = JSON.parse(readFileSync(`${root}/packages/${name}/package.json`, 'utf8'))
    expect(['.', ...rows.map(([, door]) => `./${door}`)].sort()).toEqual(Object.keys(exports).sort())
    for (const [, door, cell = ''] of rows) {
      // Workflow code runs in its sandbox only.
      if (door === 'workflows') continue
      const behind = Object.keys(await import(`${root}/packages/${name}/src/${door}/index.ts`))
      expect([...cell.matchAll(/`(\w+)`/g)].map((match) => match[1]).sort(), door).toEqual(behind.sort())
    }
  })
})

describe('codes', () => {
  const shown = (folders: readonly string[]) => folders.flatMap(sourcesOf)

  test('of validation: each of the table is used, each that is used is in the table', () => {
    const sources = shown(['dsl']).filter(({ path }) => !/issues\/codes\.ts|plan\/failure\.ts$/.test(path))
    const written = codesIn(shown(['dsl', 'worker', 'sdk', 'cli']), /makeIssue\(\s*'([a-z_]+)'/g)
    const inObjects = codesIn(
      sources.filter(({ path }) => /\/(yaml|document)\//.test(path)),
      /\bcode: '([a-z_]+)'/g,
    )
    expect([...written, ...inObjects].filter((code) => !Object.hasOwn(ISSUE_CODES, code))).toEqual([])
    expect(Object.keys(ISSUE_CODES).filter((code) => !sources.some(({ text }) => text.includes(`'${code}'`)))).toEqual(
      [],
    )
  })

  test('of failures: each of the table is used, each that is used is in the table', () => {
    const sources = shown(['worker']).filter(({ path }) =>
      /\/(activities|llm|workflows|in-process|payload-store)\//.test(path),
    )
    const written = codesIn(sources, /(?:StepError\(|LlmError\(|failure\(|\bcode:)\s*'([a-z_]+)'/g)
    expect(written.filter((code) => !Object.hasOwn(FAILURE_CODES, code))).toEqual([])
    expect(
      Object.keys(FAILURE_CODES).filter((code) => !sources.some(({ text }) => text.includes(`'${code}'`))),
    ).toEqual([])
  })

  test('of refusals: each of the table is used, each that is used is in the table', () => {
    const sources = shown(['worker']).filter(({ path }) =>
      /interpreter\/operations\.ts$|operate-execution\.ts$/.test(path),
    )
    const written = codesIn(sources, /(?:\brefuse|OperationRefusedError)\(\s*'([a-z_]+)'/g)
    expect([...new Set(written)].sort()).toEqual(Object.keys(REFUSAL_CODES).sort())
  })
})

/** The sources of a package, tests left out. */
function sourcesOf(name: string): { readonly path: string; readonly text: string }[] {
  return globSync(`${root}/packages/${name}/src/**/*.ts`)
    .filter((path) => !/\.(test|test-d)\.ts$/.test(path))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
}

function codesIn(sources: readonly { readonly text: string }[], pattern: RegExp): string[] {
  return sources.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))
}

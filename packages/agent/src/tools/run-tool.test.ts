import { globSync, readFileSync } from 'node:fs'
import { type JsonObject, parseCatalog, validatePipeline } from '@odp/dsl'
import { describe, expect, test, vi } from 'vitest'
import { AGENT_TOOLS } from './agent-tools.js'
import { BIRD_CATALOG, BIRDS, BROKEN } from './bird-catalog.fixture.js'
import { runTool } from './run-tool.js'
import { makeToolContext } from './tool-context.js'
import { TOOL_ERROR_CODES } from './tool-error.js'

const context = makeToolContext({ catalog: BIRD_CATALOG, installation: { connectors: [] } })

async function call(name: string, input: unknown, from = context): Promise<JsonObject> {
  const { is_error, value } = await runTool(from, name, input)
  expect(is_error, JSON.stringify(value)).toBe(false)
  return value
}

async function refusal(name: string, input: unknown, from = context): Promise<JsonObject> {
  const { is_error, value } = await runTool(from, name, input)
  expect(is_error, JSON.stringify(value)).toBe(true)
  return value.error as JsonObject
}

describe('four calls to a valid pipeline', () => {
  test('from a broken one: search, validate, fix, dry run', async () => {
    const { results } = await call('search_methods', { query: 'the birds of a place' })
    expect((results as JsonObject[])[0]).toMatchObject({
      id: 'find_birds',
      takes: 'place*: string (PlaceName), limit: integer',
      gives: 'birds*: object (Bird)[]',
    })
    const report = await call('validate_pipeline', { pipeline: BROKEN })
    expect(report).toMatchObject({ valid: false, fixes: 3 })
    expect(report.issues).toContainEqual(
      expect.objectContaining({
        code: 'unknown_key',
        fix: expect.objectContaining({ change: '-     metod: find_birds\n+     method: find_birds' }),
      }),
    )
    const fixed = await call('apply_fixes', { pipeline: BROKEN, include_unsafe: true })
    expect(fixed).toMatchObject({ valid: true, issues: [], pipeline: BIRDS })
    const ran = await call('dry_run', { pipeline: String(fixed.pipeline), input: { place: 'Jena' } })
    expect(ran).toMatchObject({ status: 'completed', virtual_seconds: 31 })
  })

  test('from a request', async () => {
    const drafted = await call('draft_pipeline', { request: 'find the birds of "Jena", then count the birds' })
    expect(drafted).toMatchObject({ outcome: 'plan', valid: true })
    expect(validatePipeline(String(drafted.pipeline), { catalog: BIRD_CATALOG }).valid).toBe(true)
    expect(await call('dry_run', { pipeline: drafted.pipeline })).toMatchObject({ status: 'completed' })
  })

  test('from a description: every example is a valid pipeline', async () => {
    for (const id of ['find_birds', 'count_birds']) {
      const { example } = await call('describe_method', { id })
      expect(validatePipeline(String(example), { catalog: BIRD_CATALOG }).errors).toEqual([])
    }
  })
})

describe('what tools say', () => {
  test('fixes of some codes leave the others', async () => {
    const { applied, valid, issues } = await call('apply_fixes', { pipeline: BROKEN, codes: ['unknown_key'] })
    expect([applied, valid]).toEqual([[{ code: 'unknown_key', title: expect.any(String) }], false])
    expect((issues as JsonObject[]).map(({ code }) => code)).toEqual(['wrong_value', 'unknown_field'])
  })

  test('what this installation cannot run is no error of the document', async () => {
    const pipeline = BIRDS.replace('execution_mode: direct', 'execution_mode: api')
    const report = await call('validate_pipeline', { pipeline }, makeToolContext({ installation: { connectors: [] } }))
    expect(report).toMatchObject({ valid: true, cannot_run_here: [expect.stringContaining('connector_missing')] })
  })

  test('estimates, differences, canonical spelling', async () => {
    expect(await call('estimate_pipeline', { pipeline: BIRDS })).toMatchObject({ cost_units: [3, 3, 9], unknown: [] })
    const after = BIRDS.replace('name: Birds', 'name: Many birds').replace(
      '    outputs: { count: how_many }',
      '    timeout_minutes: 9\n    outputs: { count: how_many }',
    )
    const { equal, changes } = await call('diff_pipelines', { before: BIRDS, after })
    expect([equal, changes]).toEqual([false, expect.arrayContaining(['~ count'])])
    expect(await call('format_pipeline', { pipeline: BROKEN })).toMatchObject({ changed: true })
  })

  test('every step type can be described', async () => {
    const { step_types } = await call('list_step_types', {})
    expect(step_types).toHaveLength(15)
    for (const { type } of step_types as JsonObject[]) {
      const { summary, example, keys } = await call('describe_step_type', { type })
      expect([summary, example, keys]).toEqual([
        expect.any(String),
        expect.stringContaining('steps:'),
        expect.any(Object),
      ])
    }
  })

  test('the document that list_step_types shows has no error of shape', async () => {
    const { document } = await call('list_step_types', {})
    expect(validatePipeline(String(document)).errors).toEqual([])
  })

  test('unknown names are answered with what there is', async () => {
    expect(await refusal('approve', {})).toMatchObject({
      code: 'unknown_tool',
      hint: expect.stringContaining('dry_run'),
    })
    expect(await refusal('describe_method', { id: 'bird_count' })).toMatchObject({
      code: 'entry_unknown',
      hint: expect.stringContaining('count_birds'),
    })
    expect(await refusal('describe_step_type', { type: '__proto__' })).toMatchObject({ code: 'step_type_unknown' })
    expect(await refusal('dry_run', { pipeline: BIRDS, faults: { nobody: 1 } })).toMatchObject({
      code: 'dry_run_refused',
    })
    expect(await refusal('search_methods', { query: 'x' }, makeToolContext())).toMatchObject({
      code: 'catalog_missing',
    })
  })

  test('nothing that fits says what the catalog has', async () => {
    const { found, hint } = await call('search_methods', { query: 'submarine' })
    expect([found, hint]).toEqual([0, expect.stringContaining('crawler 1')])
    expect(await call('search_methods', { query: '', gives: 'Bird' })).toMatchObject({ found: 1 })
    expect(await call('search_methods', { query: 'birds', step_type: 'function' })).toMatchObject({ found: 1 })
  })
})

describe('hostile arguments', () => {
  test.each([
    ['no object', 'validate_pipeline', 'text', 'input_invalid'],
    ['no pipeline', 'validate_pipeline', {}, 'input_invalid'],
    ['a key too many', 'validate_pipeline', { pipeline: BIRDS, approve: true }, 'input_invalid'],
    ['2 MB', 'validate_pipeline', { pipeline: 'a'.repeat(2_000_000) }, 'input_too_large'],
    ['100 MB', 'validate_pipeline', { pipeline: 'a'.repeat(100_000_000) }, 'input_too_large'],
    ['what is no JSON', 'dry_run', { pipeline: BIRDS, input: { place: 1n } }, 'input_too_large'],
    ['an endless request', 'draft_pipeline', { request: 'birds '.repeat(10_000) }, 'input_too_large'],
    ['another input', 'dry_run', { pipeline: BIRDS, input: { place: 7 } }, 'pipeline_invalid'],
    ['no YAML', 'dry_run', { pipeline: '\u0000{[' }, 'pipeline_invalid'],
    ['no YAML to format', 'format_pipeline', { pipeline: 'a: [' }, 'pipeline_invalid'],
    ['no pipelines to compare', 'diff_pipelines', { before: '7', after: '[]' }, 'pipeline_invalid'],
  ])('%s', async (_, tool, input, code) => {
    const started = performance.now()
    expect(await refusal(tool, input)).toMatchObject({ code, message: expect.any(String) })
    expect(performance.now() - started).toBeLessThan(30_000)
  })

  test.each(['', 'a: [', '- 1', '!!js/function x', 'a: &a [*a]', '{"__proto__": {"steps": []}}', '\u0000'])(
    'a text that is no pipeline is answered with issues: %j',
    async (pipeline) => {
      const report = await call('validate_pipeline', { pipeline })
      expect([report.valid, Number(report.errors) > 0]).toEqual([false, true])
      expect(await call('apply_fixes', { pipeline })).toMatchObject({ valid: false })
    },
  )

  test('loops of loops over long lists are not run dry', async () => {
    const list = JSON.stringify(Array.from({ length: 1_000 }, (_, at) => at))
    const loop = (id: string, steps: string) =>
      `{ id: ${id}, type: loop, iterate_over: ${list}, loop_variable: v_${id}, steps: [${steps}] }`
    const inner = '{ id: work, type: function, method: count_birds, inputs: { birds: { from: [] } } }'
    const pipeline = BIRDS.replace(/steps:[\s\S]*/, `steps:\n  - ${loop('a', loop('b', loop('c', inner)))}\n`)
    expect(await refusal('dry_run', { pipeline })).toMatchObject({ code: 'dry_run_too_large' })
  })

  test('a dry run that is not over in time is given up', async () => {
    const limit = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(AbortSignal.abort())
    expect(await refusal('dry_run', { pipeline: BIRDS })).toMatchObject({ code: 'dry_run_too_large' })
    expect(limit).toHaveBeenCalledWith(20_000)
    limit.mockRestore()
  })

  test('answers stay short: thousands of issues', async () => {
    const steps = Array.from(
      { length: 3_000 },
      (_, at) => `  - { id: s${at}, type: functoin, metod: ${'x'.repeat(200)} }`,
    )
    const pipeline = BIRDS.replace(/steps:[\s\S]*/, `steps:\n${steps.join('\n')}\n`)
    const short = await runTool(context, 'validate_pipeline', { pipeline })
    expect(short.text.length).toBeLessThan(4_200)
    const long = await runTool(context, 'validate_pipeline', { pipeline, verbose: true })
    expect([long.text.length > short.text.length, long.text.length < 65_000]).toEqual([true, true])
  })
})

describe('the list of tools', () => {
  test('has no tool that approves, answers or decides', () => {
    expect(
      AGENT_TOOLS.map(({ name }) => name).filter((name) => /approve|answer|reject|policy|cancel|skip/.test(name)),
    ).toEqual([])
    expect(AGENT_TOOLS.filter(({ effect }) => effect === 'starts').map(({ name }) => name)).toEqual(['submit_pipeline'])
  })

  test('uses every code of the table and no other', () => {
    const sources = globSync(`${import.meta.dirname}/*.ts`)
      .filter((path) => !path.endsWith('.test.ts'))
      .map((path) => readFileSync(path, 'utf8'))
    const used = sources.flatMap((text) => [
      ...[...text.matchAll(/ToolError\(\s*'([a-z_]+)'/g)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/(?:Error: |\? |: )'([a-z_]+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((code) => Object.hasOwn(TOOL_ERROR_CODES, code)),
    ])
    expect([...new Set(used)].sort()).toEqual(Object.keys(TOOL_ERROR_CODES).sort())
  })

  test('reads catalogs of documents as well', () => {
    expect(parseCatalog(JSON.stringify(BIRD_CATALOG)).issues).toEqual([])
  })
})

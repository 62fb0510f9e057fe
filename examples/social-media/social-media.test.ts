import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  checkPipeline,
  type Json,
  type JsonObject,
  parsePipeline,
  planPipeline,
  STEP_DEFINITIONS,
  type StepDefinition,
  sampleValue,
  stringifyPipeline,
  validatePipeline,
} from '@odp/dsl'
import type { Plan, PlanNode } from '@odp/dsl/plan'
import { workerInstallation } from '@odp/worker'
import { runInProcess, VirtualClock, type Work } from '@odp/worker/in-process'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { catalog } from './catalog.ts'
import { socialMedia } from './pipeline.ts'

const yaml = await readFile(join(import.meta.dirname, 'pipeline.yaml'), 'utf8')
const { report, methods } = checkPipeline(yaml, { catalog })
const plan = planPipeline(socialMedia, { methods })

test('both faces are the same document', () => {
  const advice = `pipeline.yaml must say the same as pipeline.ts, which is now:\n\n${stringifyPipeline(socialMedia)}`
  expect(parsePipeline(yaml).pipeline, advice).toEqual(socialMedia)
})

test('it is clean on levels 1 to 3, without a warning', () => {
  expect(report).toMatchObject({ valid: true, diagnostics: [] })
})

test('it holds all fifteen step types', () => {
  const types = new Set(everyNode(plan).map(({ type }) => type))
  expect([...types].sort()).toEqual(Object.keys(STEP_DEFINITIONS).sort())
})

test('a worker without connectors refuses it, and names what is missing', () => {
  const { valid, errors, diagnostics } = validatePipeline(yaml, {
    catalog,
    installation: workerInstallation(catalog, { llm: 'off' }),
  })
  expect(valid).toBe(false)
  const missing = new Set(
    diagnostics.flatMap(({ code, message }) =>
      code === 'connector_missing' ? [/connector '(\w+)'/.exec(message)?.[1]] : [],
    ),
  )
  expect([...missing].sort()).toEqual(
    ['bentoml', 'dagster', 'delta_lake', 'kubernetes', 'llm', 'openfaas', 'python_sandbox', 'webhook'].sort(),
  )
  expect(errors.length).toBe(diagnostics.length)
})

const input = {
  target_username: 'ada_l',
  target_facebook_id: '1815',
  sources: [
    { type: 'github', target_identifier: 'ada' },
    { type: 'reddit', target_identifier: 'ada_l' },
  ],
}

/** Values that let a dry run take a certain way, by the name of the field. */
type Overrides = Readonly<Record<string, Json>>

/** A step of a dry run that never succeeds. */
interface DryRun {
  readonly overrides: Overrides
  readonly broken?: readonly string[]
}

/** Runs the plan on made-up outputs, in virtual time; nothing outside is called. */
async function dryRun({ overrides, broken = [] }: DryRun) {
  const calls: Record<string, JsonObject[]> = {}
  const work: Work = async (request) => {
    const { step, type, config = {}, inputs = {} } = request
    const called = calls[step] ?? []
    calls[step] = [...called, { ...inputs, ...(typeof config.method === 'string' ? { method: config.method } : {}) }]
    if (broken.includes(step)) throw new Error(`${step} is broken`)
    const sample = sampleValue(returnedBy(step, type, config), {
      seed: step,
      choose: ({ path }) => overrides[String(path.at(-1))],
    })
    return { outputs: sample as JsonObject }
  }
  const start = { execution_id: 'dry', input }
  const result = await runInProcess(plan, start, { work, clock: new VirtualClock() })
  const steps = Object.fromEntries(result.state.steps.map(({ id, status }) => [id, status]))
  return { ...result, steps, calls }
}

/** JSON Schema of what a step returns: from its type, from the document, or from the catalog. */
function returnedBy(step: string, type: string, config: JsonObject): JsonObject {
  const definition: StepDefinition = STEP_DEFINITIONS[type as keyof typeof STEP_DEFINITIONS]
  const own = definition.outputs?.(config)
  if (own !== undefined) return own
  const node = everyNode(plan).find(({ id }) => id === step.replace(/^.*\./, ''))
  if (typeof node?.output_schema === 'object') return node.output_schema
  const { methods, models, flows, agents } = catalog.lists
  const entries: readonly { readonly id: string; readonly outputs: z.ZodType }[] = [
    ...methods,
    ...models,
    ...flows,
    ...agents,
  ]
  const agent = config.agent_config as JsonObject | undefined
  const name = config.method ?? config.model ?? config.flow ?? agent?.graph_definition
  const entry = entries.find(({ id }) => id === name)
  if (entry === undefined) throw new Error(`nothing describes what '${step}' returns`)
  return z.toJSONSchema(entry.outputs) as JsonObject
}

function everyNode({ nodes }: { readonly nodes: Plan['nodes'] }): PlanNode[] {
  return nodes.flatMap((node) => [node, ...(node.nodes === undefined ? [] : everyNode({ nodes: node.nodes }))])
}

describe('somebody who looks risky and has many followers', () => {
  let run: Awaited<ReturnType<typeof dryRun>>
  beforeAll(async () => {
    run = await dryRun({
      overrides: { risk_score: 0.9, followers_count: 25_000, profile_picture: 'https://pictures.example/ada.png' },
    })
  })

  test('is searched for, and the closer look is taken', () => {
    expect(run.failure).toBeUndefined()
    expect(run.status).toBe('completed')
    const { collect_archive, sum_up, ...others } = run.steps
    expect({ collect_archive, sum_up }).toEqual({ collect_archive: 'skipped', sum_up: 'skipped' })
    expect(others).toMatchObject({ search_deep_web: 'completed', find_groups: 'completed', report: 'completed' })
    expect(new Set(Object.values(others))).toEqual(new Set(['completed']))
  })

  test('every source goes to its own crawler', () => {
    expect(run.calls['collect_sources[0].crawl_source']).toEqual([{ method: 'source_github', target: 'ada' }])
    expect(run.calls['collect_sources[1].crawl_source']).toEqual([{ method: 'source_reddit', target: 'ada_l' }])
    expect(run.outputs.collect_sources).toMatchObject({ count: 2, failed: 0 })
  })

  test('the report reads what was found, and the made-up values fit every schema', () => {
    const [report] = run.calls.report ?? []
    const found = run.outputs.search_deep_web as { findings: Json }
    expect(report?.findings).toEqual(found.findings)
    expect(catalog.lists.report_templates[0]?.inputs.safeParse(report).error).toBeUndefined()
    expect(run.calls.recognize_face?.[0]).toEqual({ image: 'https://pictures.example/ada.png' })
  })

  test('the trained model is the one that is served', () => {
    const { model_version } = run.outputs.train_model as { model_version: string }
    expect(model_version).not.toBe('')
    expect(run.events.find(({ step_id }) => step_id === 'deploy_model')).toBeDefined()
    expect(run.outputs.deploy_model).toMatchObject({ service_url: expect.any(String) })
  })
})

test('somebody harmless without a picture: the archive is asked, the summary is written, no closer look', async () => {
  const run = await dryRun({ overrides: { risk_score: 0.2, followers_count: 12, profile_picture: null } })
  expect(run.status).toBe('completed')
  expect(run.steps).toMatchObject({
    collect_archive: 'completed',
    search_deep_web: 'skipped',
    sum_up: 'completed',
    find_groups: 'skipped',
    report: 'completed',
  })
  expect(run.outputs.weigh_risk).toEqual({ branch: 'if_false' })
  expect(run.calls.recognize_face?.[0]).toEqual({ image: null })
  expect(run.calls.report?.[0]).toMatchObject({ groups: null })
})

test('a network that does not answer: after three attempts the archive stands in, and its profile is read', async () => {
  const run = await dryRun({
    overrides: { risk_score: 0.2, followers_count: 12 },
    broken: ['collect_twitter', 'collect_sources[0].crawl_source'],
  })
  expect(run.status).toBe('completed')
  expect(run.steps).toMatchObject({ collect_twitter: 'failed', collect_archive: 'completed', report: 'completed' })
  expect(run.calls.collect_twitter).toHaveLength(3)
  expect(run.calls.report?.[0]?.profile).toEqual((run.outputs.collect_archive as { profile: Json }).profile)
  expect(run.outputs.collect_sources).toMatchObject({ count: 2, failed: 1 })
})

test('a model that nobody can reach ends the run, and says where', async () => {
  const run = await dryRun({ overrides: { followers_count: 12 }, broken: ['assess_behavior'] })
  expect(run).toMatchObject({ status: 'failed', failure: { step: 'assess_behavior' } })
  expect(run.steps).toMatchObject({ weigh_risk: 'skipped', report: 'skipped', look_up_breaches: 'completed' })
})

import { approvalRequest, checkPipeline, estimatePipeline, type JsonObject, planPipeline } from '@odp/dsl'
import type { OdpClient } from '@odp/sdk'
import { describe, expect, test } from 'vitest'
import { BIRD_CATALOG, BIRDS, BROKEN } from './bird-catalog.fixture.js'
import { runTool } from './run-tool.js'
import { makeToolContext, type ToolPolicy } from './tool-context.js'

const input = { place: 'Jena' }

/** Calls submit_pipeline where a server would take everything; tells what reached it. */
async function submit(pipeline: string, policy: Partial<ToolPolicy> = {}, more: object = {}) {
  const submitted: { source: string; options: JsonObject }[] = []
  const client = {
    submit: async (source: string, options: JsonObject) => {
      submitted.push({ source, options })
      return { id: 'birds-1' }
    },
  } as unknown as OdpClient
  const context = makeToolContext({
    catalog: BIRD_CATALOG,
    installation: { connectors: [] },
    client: () => client,
    policy: { allow_submit: true, ...policy },
  })
  const { value } = await runTool(context, 'submit_pipeline', { pipeline, input, ...more })
  return { value, submitted, code: (value.error as JsonObject | undefined)?.code }
}

const withStep = (step: string) => `${BIRDS}  - ${step}\n`

describe('submit_pipeline', () => {
  test('makes a document without a mode safe, and names what a person approves', async () => {
    const { value, submitted } = await submit(BIRDS)
    const [{ source, options } = { source: '', options: {} }] = submitted
    const { pipeline, methods } = checkPipeline(source, { catalog: BIRD_CATALOG })
    if (pipeline === undefined) throw new Error('it cannot be read')
    expect(pipeline.execution).toEqual({ mode: 'safe' })
    const plan = planPipeline(pipeline, { methods, catalog: BIRD_CATALOG })
    const { digest } = approvalRequest(plan, input, estimatePipeline(pipeline, { catalog: BIRD_CATALOG }))
    expect(options).toEqual({ input, by: 'agent' })
    expect(value).toMatchObject({
      execution_id: 'birds-1',
      status: 'awaiting_approval',
      approval: { digest, cost_units: [3, 3, 9] },
      how_a_person_approves: `odp approve birds-1 --digest ${digest}`,
    })
  })

  test.each<[string, string, Partial<ToolPolicy>, string]>([
    ['where nothing may be submitted', BIRDS, { allow_submit: false }, 'submit_not_allowed'],
    ['a document with errors', BROKEN, {}, 'pipeline_invalid'],
    ['brave mode', `${BIRDS}execution: { mode: brave }\n`, {}, 'mode_not_allowed'],
    ['another workspace', BIRDS, { workspaces: ['zoo'] }, 'workspace_not_allowed'],
    ['over budget in the worst case', BIRDS, { budget_cost_units: 8 }, 'over_budget'],
    ['what cannot run here', BIRDS.replace('mode: direct', 'mode: api'), {}, 'pipeline_invalid'],
    ['a replay', `${BIRDS}replay: { enabled: true, original_execution_id: e }\n`, {}, 'replay_not_allowed'],
  ])('refuses %s', async (_, pipeline, policy, code) => {
    const refused = await submit(pipeline, policy)
    expect([refused.code, refused.submitted]).toEqual([code, []])
  })

  test('refuses an input that does not fit', async () => {
    const { code, submitted } = await submit(BIRDS, {}, { input: { place: 7 } })
    expect([code, submitted]).toEqual(['pipeline_invalid', []])
  })

  test('refuses ids that are none', async () => {
    expect((await submit(BIRDS, {}, { execution_id: '../x; odp approve' })).code).toBe('input_invalid')
  })

  test('brave mode where it is configured, within a budget that holds', async () => {
    const brave = `${BIRDS}execution: { mode: brave }\n`
    const policy: Partial<ToolPolicy> = { modes: ['safe', 'brave'], budget_cost_units: 9 }
    expect((await submit(brave, policy)).value).toMatchObject({ mode: 'brave' })
    const unbounded = brave.replace(
      'steps:',
      'steps:\n  - { id: file, type: output, format: csv_dataset, inputs: { rows: { from: [] } } }',
    )
    expect((await submit(unbounded, policy)).code).toBe('over_budget')
  })
})

describe('code and deliveries, where a connector would carry them', () => {
  const code = withStep(
    '{ id: own, type: custom_code, runtime: python3.12, code: { source: inline, content: "def execute(inputs): return {}" } }',
  )
  const delivery = (url: string) =>
    withStep(
      `{ id: file, type: output, format: csv_dataset, inputs: { rows: { from: "{{find.birds}}" } }, delivery: { method: webhook, url: "${url}" } }`,
    )

  async function refused(pipeline: string, policy: Partial<ToolPolicy> = {}) {
    const connectors = ['python_sandbox', 'webhook', 'kubernetes', 'sandbox']
    const context = makeToolContext({
      catalog: BIRD_CATALOG,
      installation: { connectors },
      client: () => ({ submit: async () => ({ id: 'x' }) }) as unknown as OdpClient,
      policy: { allow_submit: true, ...policy },
    })
    const { value } = await runTool(context, 'submit_pipeline', { pipeline, input })
    return (value.error as JsonObject | undefined)?.code ?? value
  }

  test('code of its own', async () => {
    const answer = await refused(code)
    expect(answer).toBe('code_not_allowed')
  })

  test.each([
    'https://evil.example/x',
    'http://files.example/x',
    'https://files.example@evil.example/',
    'https://files.example.evil.example/',
    'https://{{input.place}}/',
    'https://files.example\\\\@evil.example/',
  ])('a delivery to %s', async (url) => {
    expect(await refused(delivery(url), { webhook_hosts: ['files.example'] })).toBe('webhook_not_allowed')
  })

  test('a delivery to a host that is allowed', async () => {
    expect(await refused(delivery('https://files.example/x'), { webhook_hosts: ['files.example'] })).toMatchObject({
      status: 'awaiting_approval',
    })
  })
})

import { type ClientRequest, request } from 'node:http'
import { pathToFileURL } from 'node:url'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { afterAll, describe, expect, test } from 'vitest'
import { connectMcp, type McpClient, startMcp } from '../mcp/mcp-client.fixture.js'
import { capture } from '../testing/capture.js'
import { type StartedOdp, startOdp } from '../testing/start-odp.js'
import { SURVEY, SURVEY_CATALOG } from '../testing/survey.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
const cwd = folder.path
folder.write('catalog.ts', `console.log('a catalog that prints')\n${SURVEY_CATALOG}`)

const BROKEN = SURVEY.replace('version: "1.0"', 'version: 1.0').replace('method: visit', 'metod: visit')
const TOKEN = 'a-token-of-a-test-0123456789'

const opened: { close(): unknown }[] = []
afterAll(async () => {
  for (const one of opened) await one.close()
  folder.remove()
})

async function open(args: readonly string[]): Promise<McpClient> {
  const client = await startMcp(args, folder)
  opened.push(client)
  return client
}

describe('over standard input and output', () => {
  test('four calls lead from a broken text to a valid pipeline', async () => {
    const { call, client } = await open(['--catalog', 'catalog.ts'])
    expect(client.getServerVersion()).toMatchObject({ name: 'odp' })
    expect(client.getInstructions()).toContain('search_methods')
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toContain('submit_pipeline')
    expect(tools.filter(({ annotations }) => annotations?.readOnlyHint !== true).map(({ name }) => name)).toEqual([
      'submit_pipeline',
    ])
    // The descriptions are read by a model at every turn.
    expect(JSON.stringify(tools).length).toBeLessThan(13_000)

    const found = await call('search_methods', { query: 'visit a source' })
    expect(found.value.results).toContainEqual(expect.objectContaining({ id: 'visit', takes: 'id*: number' }))
    const report = await call('validate_pipeline', { pipeline: BROKEN })
    expect(report.value).toMatchObject({ valid: false, fixes: 2 })
    const fixed = await call('apply_fixes', { pipeline: BROKEN })
    expect(fixed.value).toMatchObject({ valid: true, pipeline: SURVEY })
    const ran = await call('dry_run', { pipeline: fixed.value.pipeline, input: { n: 3 } })
    expect(ran.value).toMatchObject({ status: 'completed' })
    for (const { text } of [found, report, ran]) expect(text.length).toBeLessThan(4_200)

    const submitted = await call('submit_pipeline', { pipeline: SURVEY, input: { n: 3 } })
    expect([submitted.is_error, submitted.value.error?.code]).toEqual([true, 'submit_not_allowed'])
  })

  test('resources: the language, the schema, the codes, an example of every step type', async () => {
    const { client } = await open([])
    const { resources } = await client.listResources()
    expect(resources.filter(({ uri }) => uri.startsWith('odp://examples/'))).toHaveLength(15)
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents
      return content !== undefined && 'text' in content ? content.text : ''
    }
    expect(await read('odp://language')).toContain('## 1.')
    expect(JSON.parse(await read('odp://schema'))).toMatchObject({ $defs: expect.any(Object) })
    expect(JSON.parse(await read('odp://errors'))).toMatchObject({ tools: { over_budget: expect.any(String) } })
    expect(await read('odp://examples/loop')).toContain('iterate_over')
    await expect(client.readResource({ uri: 'odp://../../etc/passwd' })).rejects.toThrow('not found')
  })

  test('without a catalog and a server, tools say so', async () => {
    const { call } = await open([])
    expect((await call('search_methods', { query: 'x' })).value.error?.code).toBe('catalog_missing')
    expect((await call('execution_status', { execution_id: 'x' })).value.error?.code).toBe('server_unreachable')
  })

  test('hostile calls end in an answer', async () => {
    const { call } = await open(['--catalog', 'catalog.ts'])
    const code = async (name: string, input: object) => (await call(name, input)).value.error?.code
    expect(await code('approve', { execution_id: 'x' })).toBe('unknown_tool')
    expect(await code('constructor', {})).toBe('unknown_tool')
    expect(await code('validate_pipeline', { pipeline: 'a'.repeat(3_000_000) })).toBe('input_too_large')
    expect((await call('validate_pipeline', { pipeline: 'no: [yaml' })).value).toMatchObject({ valid: false })
    expect(await code('validate_pipeline', {})).toBe('input_invalid')
  })

  test('a message of 100 MB is answered with an error, and the session goes on', async () => {
    const { call } = await open([])
    const long = call('validate_pipeline', { pipeline: 'a'.repeat(100_000_000) })
    await expect(long).rejects.toMatchObject({ code: -32600, message: expect.stringContaining('10 MiB') })
    expect((await call('validate_pipeline', { pipeline: 'no: [yaml' })).value).toMatchObject({ valid: false })
  })
})

test('the other commands load neither the SDK nor the agent', async () => {
  const watch = `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => {
  if (/^@(modelcontextprotocol|odp.agent|langchain)/.test(name)) console.error('loads ' + name)
  return next(name, context)
} })`
  const NODE_OPTIONS = `--import ${pathToFileURL(folder.write('watch.mjs', watch)).href}`
  const help = startOdp(['mcp', '--help'], folder, { NODE_OPTIONS })
  expect([await help.ended, help.output.stderr]).toEqual([0, ''])
  const served = startOdp(['mcp'], folder, { NODE_OPTIONS })
  expect([await served.ended, served.output.stderr]).toEqual([
    0,
    expect.stringContaining('loads @modelcontextprotocol'),
  ])
})

test('brave mode must be bounded', async () => {
  const { code, stderr } = await capture(['mcp', '--allow-submit', '--allow-brave'], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('--workspace and --budget')])
})

describe('over HTTP', () => {
  let served: { odp: StartedOdp; url: URL } | undefined
  async function serve(): Promise<URL> {
    if (served !== undefined) return served.url
    const odp = startOdp(['mcp', '--catalog', 'catalog.ts', '--http', '0'], folder, { ODP_MCP_TOKEN: TOKEN })
    await odp.until('authorization')
    const url = new URL(/http:\S+/.exec(odp.output.stderr)?.[0] ?? '')
    opened.push({
      async close() {
        odp.child.kill('SIGTERM')
        expect(await odp.ended).toBe(0)
      },
    })
    served = { odp, url }
    return url
  }

  const status = async (more: { headers?: Record<string, string>; method?: string; path?: string; body?: string }) => {
    const url = await serve()
    return new Promise<number>((resolve, reject) => {
      const sent: ClientRequest = request(
        {
          host: '127.0.0.1',
          port: url.port,
          path: more.path ?? '/mcp',
          method: more.method ?? 'POST',
          headers: {
            authorization: `Bearer ${TOKEN}`,
            accept: 'application/json, text/event-stream',
            'content-type': 'application/json',
            ...more.headers,
          },
        },
        (response) => {
          response.resume()
          resolve(response.statusCode ?? 0)
        },
      )
      sent.on('error', reject)
      sent.end(more.body ?? '{"jsonrpc":"2.0","id":1,"method":"tools/list"}')
    })
  }

  test("the SDK's client finds, repairs and tries out", async () => {
    const url = await serve()
    const headers = { authorization: `Bearer ${TOKEN}` }
    const mcp = await connectMcp(new StreamableHTTPClientTransport(url, { requestInit: { headers } }) as Transport)
    opened.push(mcp)
    expect((await mcp.call('search_methods', { query: 'visit' })).value).toMatchObject({ found: 1 })
    const { value } = await mcp.call('apply_fixes', { pipeline: BROKEN })
    expect(value).toMatchObject({ valid: true })
    expect((await mcp.call('dry_run', { pipeline: value.pipeline })).value).toMatchObject({ status: 'completed' })
  })

  test('only on this machine, with the token, from no other page', async () => {
    expect(await status({})).toBe(200)
    expect(await status({ headers: { authorization: 'Bearer wrong' } })).toBe(401)
    expect(await status({ headers: { authorization: '' } })).toBe(401)
    expect(await status({ headers: { host: 'evil.example' } })).toBe(403)
    expect(await status({ headers: { origin: 'https://evil.example' } })).toBe(403)
    expect(await status({ headers: { origin: 'null' } })).toBe(403)
    expect(await status({ path: '/' })).toBe(404)
    expect(await status({ method: 'GET' })).toBe(405)
  })

  test('hostile bodies', async () => {
    expect(await status({ body: 'no JSON' })).toBe(400)
    expect(await status({ body: `"${'a'.repeat(5_000_000)}"` })).toBe(413)
    expect(await status({ headers: { 'content-length': '100000000' } })).toBe(413)
  })

  test('a token is made where none is given, and a short one is refused', async () => {
    const made = startOdp(['mcp', '--http', '0'], folder)
    await made.until('authorization')
    expect(made.output.stderr).toMatch(/Bearer [\w-]{43}\n/)
    expect(made.output.stdout).toBe('')
    made.child.kill('SIGTERM')
    expect(await made.ended).toBe(0)
    const short = startOdp(['mcp', '--http', '0'], folder, { ODP_MCP_TOKEN: 'short' })
    expect([await short.ended, short.output.stderr]).toEqual([2, expect.stringContaining('too short')])
  })
})

test('on a real server: submitted, approved by a person, watched, and nothing of what was read is told', {
  timeout: 900_000,
}, async () => {
  const dev = startOdp(['dev', '--catalog', 'catalog.ts', '--json'], folder)
  opened.push({
    async close() {
      dev.child.kill('SIGTERM')
      await dev.ended
    },
  })
  await dev.until('}\n')
  const submitter = await open(['--catalog', 'catalog.ts', '--allow-submit', '--workspace', 'acme', '--budget', '1000'])
  const { call } = submitter

  const brave = `${SURVEY}execution: { mode: brave }\n`
  expect((await call('submit_pipeline', { pipeline: brave, input: { n: 3 } })).value.error?.code).toBe(
    'mode_not_allowed',
  )
  const other = SURVEY.replace('acme', 'other')
  expect((await call('submit_pipeline', { pipeline: other, input: { n: 3 } })).value.error?.code).toBe(
    'workspace_not_allowed',
  )

  const ids = { execution_id: 'survey-of-an-agent' }
  const { value } = await call('submit_pipeline', { pipeline: SURVEY, input: { n: 5 }, ...ids })
  expect(value).toMatchObject({ ...ids, mode: 'safe', status: 'awaiting_approval' })
  const waiting = await call('execution_status', ids)
  const { digest } = value.approval as { digest: string }
  expect(waiting.value).toMatchObject({ status: 'awaiting_approval', awaits_approval: digest })
  expect((await call('submit_pipeline', { pipeline: SURVEY, input: { n: 5 }, ...ids })).is_error).toBe(true)

  const approved = await capture(String(value.how_a_person_approves).split(' ').slice(1), { cwd })
  expect([approved.code, approved.stderr]).toEqual([0, ''])
  await expect
    .poll(async () => (await call('execution_status', ids)).value.status, { timeout: 60_000, interval: 500 })
    .toBe('completed')

  const events: { sequence: number; type: string }[] = []
  let after = 0
  let more = true
  while (more) {
    const page = await call('execution_events', { ...ids, after, limit: 7 })
    expect(page.text).not.toContain('said')
    events.push(...(page.value.events as typeof events))
    after = Number(page.value.next)
    more = page.value.more === true
  }
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1))
  expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['step.failed', 'pipeline.completed']))
  expect((await call('execution_status', ids)).text).not.toContain('said')

  const preview = await call('replay_preview', { ...ids, from: 'others' })
  expect(preview.value).toMatchObject({
    reuse: ['collect'],
    run: expect.arrayContaining([expect.objectContaining({ id: 'others' })]),
  })

  const stranger = await open(['--workspace', 'zoo'])
  for (const tool of ['execution_status', 'execution_events', 'replay_preview'])
    expect((await stranger.call(tool, ids)).text).toMatch(/^(?!.*acme).*"execution_not_found"/)
  expect((await call('execution_status', { execution_id: 'nobody' })).value.error?.code).toBe('execution_not_found')
})

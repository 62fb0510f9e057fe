import { execFile, spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { parseCatalog } from '@odp/dsl'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AGENT_TOOLS } from '../packages/agent/src/tools/index.ts'
import { SOURCE_HOOK } from '../packages/cli/src/testing/start-odp.ts'

const root = join(import.meta.dirname, '..')
const guide = readFileSync(join(root, 'docs/agents.md'), 'utf8')
const snippets = [...guide.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map((match) => ({
  language: match[1] ?? '',
  code: match[2] ?? '',
  line: guide.slice(0, match.index).split('\n').length + 1,
}))
const of = (language: string) => snippets.filter((snippet) => snippet.language === language)

const folder = mkdtempSync(join(tmpdir(), 'odp-agents-guide-'))
const hook = join(folder, 'hook.mjs')
const NODE = [process.execPath, '--conditions=@odp/source', '--import', hook]
const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, TEMPORAL_ADDRESS: '' }

beforeAll(() => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(hook, SOURCE_HOOK)
  const command = [...NODE, join(root, 'packages/cli/src/bin.ts')].map((part) => `'${part}'`).join(' ')
  writeFileSync(join(folder, 'odp'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 })
  writeFileSync(join(folder, 'catalog.yaml'), of('yaml')[0]?.code ?? '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Call {
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** Every call of the guide with its answer; `…` stands for the pipeline that was shown last. */
function calls() {
  let pipeline = ''
  return snippets.flatMap(({ language, code, line }, at) => {
    if (language === 'yaml') pipeline = code
    const call: Partial<Call> = language === 'json' ? JSON.parse(code) : {}
    if (call.name === undefined) return []
    const given = call.arguments?.pipeline === '…' ? { ...call.arguments, pipeline } : { ...call.arguments }
    return [{ line, name: call.name, given, wanted: JSON.parse(snippets[at + 1]?.code ?? '') as object }]
  })
}

describe('the guide for other agents', () => {
  test('has only snippets that something here checks', () => {
    expect(new Set(snippets.map(({ language }) => language))).toEqual(new Set(['json', 'sh', 'yaml', 'ts', 'text']))
    expect(parseCatalog(of('yaml')[0]?.code ?? '').issues).toEqual([])
  })

  test('its calls give its answers, through the configuration that it shows', async () => {
    const { mcpServers } = JSON.parse(of('json')[0]?.code ?? '') as {
      mcpServers: { odp: { command: string; args: string[] } }
    }
    const client = new Client({ name: 'guide', version: '1' })
    await client.connect(
      new StdioClientTransport({ ...mcpServers.odp, cwd: folder, env: env as Record<string, string> }),
    )
    const shown = calls()
    expect(shown.length).toBeGreaterThan(5)
    let repaired: unknown
    for (const { line, name, given, wanted } of shown) {
      const { content } = await client.callTool({ name, arguments: given })
      const answer = JSON.parse((content as { text: string }[])[0]?.text ?? '')
      if (name === 'apply_fixes') repaired = answer.pipeline
      if ('pipeline' in wanted) answer.pipeline = '…'
      expect(answer, `docs/agents.md:${line}`).toEqual(wanted)
    }
    expect(of('yaml').at(-1)?.code).toBe(repaired)
    await client.close()
  })

  const commands = of('sh').flatMap(({ code }) => code.trim().split('\n'))
  test.each(commands)('%s', async (command) => {
    expect(command).toMatch(/^odp mcp /)
    // Without a client at its other end the command ends by itself; served on HTTP it ends when it is told.
    const child = spawn('/bin/sh', ['-c', `exec ${command.replace(/--http \d+/, '--http 0')}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let told = ''
    child.stderr.on('data', (data) => {
      told += data
      if (told.includes('Bearer')) child.kill('SIGTERM')
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    expect([code, told.includes('serving')], told).toEqual([0, command.includes('--http')])
  })

  const programs = snippets.flatMap(({ language, code, line }, at) =>
    language === 'ts' ? [{ line, code, wanted: snippets[at + 1]?.code }] : [],
  )
  test.each(programs)('the program in line $line prints what it says', async ({ line, code, wanted }) => {
    const model = await startModel()
    const file = join(folder, `program-${line}.ts`)
    writeFileSync(file, code)
    const [node = '', ...flags] = NODE
    try {
      const { stdout } = await promisify(execFile)(node, [...flags, file], {
        cwd: folder,
        env: { ...env, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'none' },
      })
      expect(stdout).toBe(wanted)
    } finally {
      model.stop()
    }
  })

  test('names every tool with its arguments', () => {
    const rows = [...guide.matchAll(/^\| `([a-z_]+)` \| (.*?) \|/gm)].map(([, name, list = '']) => [
      name,
      [...list.matchAll(/`(\w+)`(\*?)/g)].map(([, key, star]) => `${key}${star}`),
    ])
    const tools = AGENT_TOOLS.map(({ name, input }) => [
      name,
      Object.entries(input.shape).map(([key, schema]) => `${key}${schema.safeParse(undefined).success ? '' : '*'}`),
    ])
    expect(rows).toEqual(tools)
  })
})

describe('llms.txt', () => {
  const text = readFileSync(join(root, 'llms.txt'), 'utf8')
  const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '')

  test('begins as the convention has it: a title, a summary, sections of links', () => {
    expect(text).toMatch(/^# ODP\n\n> .+\n/)
    expect([...text.matchAll(/^- /gm)]).toHaveLength(links.length)
  })

  test.each(links)('%s exists', (link) => expect(existsSync(join(root, link))).toBe(true))

  test('names every page of the documentation', () => {
    const pages = globSync('docs/*.md', { cwd: root })
    expect(pages.filter((page) => !links.includes(page))).toEqual([])
  })
})

/** Speaks as a model does that first calls a tool and then reads its answer. */
async function startModel(): Promise<{ url: string; stop(): void }> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { messages, tools } = JSON.parse(text) as {
      messages: { role: string; content: string }[]
      tools: { function: { name: string } }[]
    }
    const last = messages.at(-1)
    const call = {
      id: 'call_1',
      type: 'function',
      function: { name: tools[0]?.function.name, arguments: '{"query":"domain"}' },
    }
    const message =
      last?.role === 'tool'
        ? { role: 'assistant', content: `${JSON.parse(last.content).results[0].id} does.` }
        : { role: 'assistant', content: null, tool_calls: [call] }
    response.end(JSON.stringify({ choices: [{ message }] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => server.close(),
  }
}

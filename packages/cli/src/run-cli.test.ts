import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test, vi } from 'vitest'
import { makeProgram } from './program.js'
import { capture } from './testing/capture.js'

const streams = { stdin: (async function* () {})(), stdout: { write() {} }, stderr: { write() {} } }
const commands = makeProgram({ ...streams, env: {}, cwd: process.cwd() }, () => {}).commands.map((one) => one.name())

/** Commands whose output no program reads as one JSON text. */
const WITHOUT_JSON: Readonly<Record<string, string>> = {
  chat: 'it talks with a person; a program uses odp draft and odp run',
  mcp: 'what it writes is a protocol',
  worker: 'it serves others until it is ended; its logs are for programs',
}

test('the commands are found', () => {
  expect(commands.length).toBeGreaterThan(20)
  expect(commands).toEqual(expect.arrayContaining([...Object.keys(WITHOUT_JSON), 'validate', 'approve']))
})

test('the help names every command', async () => {
  const { code, stdout, stderr } = await capture(['--help'])
  expect([code, stderr]).toEqual([0, ''])
  for (const name of commands) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'))
})

test.each(commands)('%s has help with examples and exit codes, and --json where a program may ask', async (name) => {
  const { code, stdout } = await capture([name, '--help'])
  expect(code).toBe(0)
  expect(stdout).toContain(`Examples:\n  odp ${name}`)
  expect(stdout).toContain('Exit codes: 0 ')
  expect(stdout.includes('--json')).toBe(!Object.hasOwn(WITHOUT_JSON, name))
})

test('an unknown command or option is refused with the nearest one', async () => {
  const command = await capture(['valdate', 'x.yaml'])
  expect([command.code, command.stderr]).toEqual([2, expect.stringContaining('Did you mean validate?')])
  const option = await capture(['run', 'x.yaml', '--adress', 'x'])
  expect([option.code, option.stderr]).toEqual([2, expect.stringContaining('Did you mean --address?')])
  expect((await capture(['graph', 'x.yaml', '--format', 'png'])).code).toBe(2)
  expect((await capture(['dev', '--port', '70000'])).code).toBe(2)
})

test('without a command the help is shown as an error', async () => {
  const { code, stdout, stderr } = await capture([])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('Usage: odp')
})

test('the version is that of the package', async () => {
  expect((await capture(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})

test('an error with a code of ours is told in its words, without a stack', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  vi.stubEnv('ODP_PAYLOAD_STORE', '/var/lib/odp')
  try {
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const { code, stderr } = await capture(['status', 'ada-1', '--address', address])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^error: .*no payload store.*\n$/)])
  } finally {
    vi.unstubAllEnvs()
    server.close()
  }
})

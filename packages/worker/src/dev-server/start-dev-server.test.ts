import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DevServerError } from './dev-server-error.js'
import { findServerBinary } from './find-server-binary.js'
import { isProcessAlive } from './is-process-alive.js'
import { findFreePort, isListening } from './ports.js'
import { startDevServer } from './start-dev-server.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'odp-server-'))
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

// The first run on a machine may build the server.
const firstRun = 900_000

async function failure(promise: Promise<unknown>): Promise<DevServerError> {
  const error: unknown = await promise.catch((reason: unknown) => reason)
  if (!(error instanceof DevServerError)) throw new Error(`expected a DevServerError, got ${String(error)}`)
  return error
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(50)
}

test('a server starts, serves its namespace, keeps its database and stops', { timeout: firstRun }, async () => {
  const database_file = join(folder, 'deep', 'temporal.db')
  const options = { database_file, namespace: 'investigations', search_attributes: { OdpPipeline: 'Keyword' } } as const
  const progress: string[] = []
  const server = await startDevServer({ ...options, onProgress: (message) => progress.push(message) })
  const connection = await Connection.connect({ address: server.address })
  const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: 'investigations' })
  const attributes = await connection.operatorService.listSearchAttributes({ namespace: 'investigations' })
  await connection.close()
  expect(namespaceInfo?.name).toBe('investigations')
  expect(Object.keys(attributes.customAttributes)).toContain('OdpPipeline')
  expect(progress).toContain('starting the Temporal server')

  const refused = await failure(startDevServer(options))
  expect(refused.code).toBe('temporal_database_in_use')
  expect(refused.message).toContain(`TEMPORAL_ADDRESS=${server.address}`)

  await Promise.all([server.stop(), server.stop()])
  expect(isProcessAlive(server.pid)).toBe(false)
  expect(await isListening(server.address)).toBe(false)
  expect(existsSync(database_file)).toBe(true)

  const again = await startDevServer(options)
  await again.stop()
  await again.stop()
})

test('without a database file nothing is left behind', { timeout: firstRun }, async () => {
  const server = await startDevServer()
  expect(existsSync(server.database_file)).toBe(true)
  await server.stop()
  expect(existsSync(server.log_file)).toBe(false)
  expect(existsSync(server.database_file)).toBe(false)
})

test('a port that is taken is refused with its number', { timeout: firstRun }, async () => {
  const port = await findFreePort()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve))
  const error = await failure(startDevServer({ port }))
  other.close()
  expect(error.code).toBe('temporal_port_in_use')
  expect(error.message).toContain(String(port))
})

test('aborting stops a running server', { timeout: firstRun }, async () => {
  const controller = new AbortController()
  const server = await startDevServer({ signal: controller.signal })
  controller.abort()
  await until(() => !isProcessAlive(server.pid))
  await expect(startDevServer({ signal: controller.signal })).rejects.toThrow('abort')
})

/** A program that passes for the Temporal CLI until it is asked to serve. */
function fakeServer(serve: string): void {
  const file = join(folder, 'temporal')
  const version = 'temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)'
  writeFileSync(file, `#!/bin/sh\nif [ "$1" = --version ]; then echo '${version}'; exit 0; fi\n${serve}\n`)
  chmodSync(file, 0o755)
  vi.stubEnv('TEMPORAL_CLI_PATH', file)
}

test('a server that ends at once is told with its last lines', async () => {
  fakeServer('echo "no such luck"; exit 3')
  const error = await failure(startDevServer({ database_file: join(folder, 'x.db') }))
  expect(error.code).toBe('temporal_server_failed')
  expect(error.message).toContain('no such luck')
  expect(existsSync(join(folder, 'x.db.owner'))).toBe(false)
})

test('a port lost in the race is replaced by another', async () => {
  fakeServer(`echo "$6" >> ${folder}/ports; echo 'bind: address already in use'; exit 1`)
  const error = await failure(startDevServer({ database_file: join(folder, 'x.db') }))
  expect(error.code).toBe('temporal_port_in_use')
  expect(readFileSync(join(folder, 'ports'), 'utf8').trim().split('\n')).toHaveLength(3)
})

test('aborting the start leaves no process', async () => {
  fakeServer(`echo $$ > ${folder}/pid; exec sleep 60`)
  const controller = new AbortController()
  const started = startDevServer({ signal: controller.signal })
  const outcome = expect(started).rejects.toThrow('enough')
  await until(() => existsSync(join(folder, 'pid')) && readFileSync(join(folder, 'pid'), 'utf8') !== '')
  controller.abort(new Error('enough'))
  await outcome
  expect(isProcessAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false)
})

/** Starts a server in a process of its own, which prints the server's id and waits. */
async function startInChild() {
  const source = join(import.meta.dirname, 'start-dev-server.ts')
  const script = join(folder, 'parent.mjs')
  writeFileSync(
    script,
    `import { startDevServer } from ${JSON.stringify(source.replace(/\.ts$/, '.js'))}
const server = await startDevServer({ database_file: ${JSON.stringify(join(folder, 'x.db'))} })
console.log(server.pid)
setInterval(() => {}, 1000)`,
  )
  // Sources import each other as .js; Node finds the .ts behind it only with this hook.
  const hook = join(folder, 'hook.mjs')
  writeFileSync(
    hook,
    `import { registerHooks } from 'node:module'
registerHooks({ resolve: (name, context, next) => {
  try { return next(name, context) } catch (error) {
    if (!name.endsWith('.js')) throw error
    return next(name.replace(/\\.js$/, '.ts'), context)
  }
} })`,
  )
  const parent = spawn(process.execPath, ['--import', hook, script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (data) => resolve(Number(data))))
  return { parent, pid }
}

const killSignals: NodeJS.Signals[] =
  process.platform === 'linux' ? ['SIGINT', 'SIGTERM', 'SIGKILL'] : ['SIGINT', 'SIGTERM']

test.each(killSignals)('the server ends when its parent gets %s', { timeout: firstRun }, async (signal) => {
  await findServerBinary()
  const { parent, pid } = await startInChild()
  expect(isProcessAlive(pid)).toBe(true)
  const ended = new Promise((resolve) => parent.once('exit', (_code, by) => resolve(by)))
  parent.kill(signal)
  expect(await ended).toBe(signal)
  await until(() => !isProcessAlive(pid))
})

import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, type OdpClient } from '@odp/sdk'
import { createWorker } from '@odp/worker'
import { temporalClient } from '@odp/worker/client'
import { type DevServer, startDevServer } from '@odp/worker/dev-server'
import { type Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker'
import { catalog } from './catalog.ts'

/** A real server with one worker and one client. */
export interface Engine {
  readonly server: DevServer
  readonly odp: OdpClient
  readonly temporal: Client
  readonly folder: string
  stop(): Promise<void>
}

/** Starts all of it. */
export async function startEngine(secrets: Readonly<Record<string, string>> = {}): Promise<Engine> {
  Runtime.install({ logger: new DefaultLogger('ERROR') })
  const folder = await mkdtemp(join(tmpdir(), 'odp-test-'))
  const server = await startDevServer()
  const connection = await NativeConnection.connect({ address: server.address })
  const worker = await createWorker({ connection, catalog, output_directory: folder, secret: (name) => secrets[name] })
  const running = worker.run()
  const odp = createClient({ address: server.address, catalog })
  const temporalConnection = await Connection.connect({ address: server.address })
  return {
    server,
    odp,
    temporal: temporalClient({ connection: temporalConnection }),
    folder,
    async stop() {
      worker.shutdown()
      await running
      await Promise.all([odp.close(), temporalConnection.close(), connection.close()])
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A worker in a process of its own, on a task queue of its own. */
export function startWorkerProcess(address: string, taskQueue: string): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./worker-process.mjs', import.meta.url))
  // The built packages, not the sources: this is a plain Node process.
  const child = fork(file, [address, taskQueue], { execArgv: [] })
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child))
    child.once('exit', (code) => reject(new Error(`the worker process ended with ${code}`)))
  })
}

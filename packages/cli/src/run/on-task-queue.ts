import { createClient, type OdpClient } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import type { ConnectionSettings } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import type { CatalogSource } from '../sources/read-catalog.js'
import { watchInterruption } from './interruption.js'
import { openServer } from './open-server.js'
import { outputDirectory } from './output-directory.js'

/** Does something with a client on the task queue of an execution, and with a worker there if there is code for one. */
export async function onTaskQueueOf(
  id: string,
  flags: { readonly address?: string; readonly outputDirectory?: string },
  catalog: CatalogSource | undefined,
  context: CliContext,
  work: (client: OdpClient, settings: ConnectionSettings, worker: RunningWorker | undefined) => Promise<ExitCode>,
): Promise<ExitCode> {
  const interruption = watchInterruption(context)
  const note = (message: string) => context.stderr.write(`${message} …\n`)
  const address = flags.address === undefined ? {} : { address: flags.address }
  const server = await openServer({ ...address, onProgress: note, signal: interruption.signal }, context)
  let worker: RunningWorker | undefined
  let client: OdpClient | undefined
  try {
    const task_queue = await taskQueueOf(id, server.settings)
    if (catalog?.code !== undefined) {
      const output_directory = outputDirectory(flags.outputDirectory, context)
      worker = await startWorker({ ...server.settings, task_queue, output_directory, catalog: catalog.code })
    }
    client = connect(server.settings, task_queue, catalog)
    return await Promise.race([work(client, server.settings, worker), interruption.happened.then(() => EXIT.failed)])
  } finally {
    interruption.stop()
    await worker?.stop()
    await client?.close()
    await server.stop()
  }
}

async function taskQueueOf(id: string, settings: ConnectionSettings): Promise<string> {
  const client = connect(settings, undefined, undefined)
  try {
    return await client.execution(id).taskQueue()
  } finally {
    await client.close()
  }
}

function connect(
  { address, namespace, tls, apiKey }: ConnectionSettings,
  task_queue: string | undefined,
  catalog: CatalogSource | undefined,
): OdpClient {
  const known =
    catalog === undefined ? {} : { catalog: catalog.catalog, installation: workerInstallation(catalog.code) }
  const queue = task_queue === undefined ? {} : { task_queue }
  // With credentials the client reads all from the environment, where they came from.
  const place = tls === undefined && apiKey === undefined ? { address, namespace } : {}
  return createClient({ ...place, ...known, ...queue })
}

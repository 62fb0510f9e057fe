import { resolve } from 'node:path'
import { renderReplay } from '@odp/dsl'
import { createClient, type OdpClient, type ReplayRequest } from '@odp/sdk'
import { type RunningWorker, startWorker, workerInstallation } from '@odp/worker'
import type { ConnectionSettings } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { plainText } from '../output/plain-text.js'
import { statusText } from '../output/status-text.js'
import { writeJson } from '../output/write-json.js'
import { executionEventLine } from '../progress/execution-event-line.js'
import { type CatalogSource, readCatalog } from '../sources/read-catalog.js'
import { readInput } from '../sources/read-input.js'
import { readPipeline } from '../sources/read-pipeline.js'
import { askRecord } from './ask-record.js'
import { watchInterruption } from './interruption.js'
import { openServer } from './open-server.js'
import { authorOf, type OperationFlags } from './run-operation.js'

/** The options of `odp replay`. */
export interface ReplayFlags {
  readonly from?: string
  readonly input?: readonly string[]
  readonly inputFile?: string
  readonly pipeline?: string
  readonly catalog?: string
  readonly reuseAnswers?: boolean
  readonly preview?: boolean
  readonly outputDirectory?: string
  readonly address?: string
  readonly json?: boolean
}

/** Replays an execution, or says what that would do. */
export async function runReplay(id: string, flags: ReplayFlags, context: CliContext): Promise<ExitCode> {
  const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const request: ReplayRequest = {
    input: await readInput(flags.input ?? [], flags.inputFile, context),
    ...(flags.from === undefined ? {} : { from: flags.from }),
    ...(flags.pipeline === undefined ? {} : { pipeline: (await readPipeline(flags.pipeline, context)).pipeline }),
    ...(flags.reuseAnswers === undefined ? {} : { reuse_answers: flags.reuseAnswers }),
  }
  return onServer(id, flags, catalog, context, async (client, settings, worker) => {
    const execution = client.execution(id)
    let isAlone = false
    const alone = () => {
      isAlone = worker === undefined
    }
    const preview = await askRecord(execution, settings, () => execution.previewReplay(request), alone)
    const text = () => plainText(renderReplay(preview, preview.estimate))
    if (flags.preview) {
      if (flags.json) writeJson(context.stdout, preview)
      else context.stdout.write(text())
      return EXIT.fine
    }
    if (isAlone) {
      const message = `the worker that ran '${id}' has ended; give the code of the methods with --catalog FILE, a module`
      throw new CliError(`${message} that exports \`catalog\``)
    }
    if (!flags.json) context.stdout.write(text())
    const again = await execution.replay(request)
    if (flags.json) writeJson(context.stdout, { execution_id: again.id, reuse: Object.keys(preview.reuse) })
    else context.stdout.write(`execution ${again.id}\n`)
    return worker === undefined ? EXIT.fine : await follow(client, again.id, flags, context)
  })
}

/** Goes on with another pipeline. */
export async function runReplan(
  id: string,
  file: string,
  flags: OperationFlags & { readonly catalog?: string },
  context: CliContext,
): Promise<ExitCode> {
  const catalog = flags.catalog === undefined ? undefined : await readCatalog(flags.catalog, context)
  const { pipeline } = await readPipeline(file, context)
  // The worker of the execution carries it out; none is started here.
  const known = catalog === undefined ? undefined : { catalog: catalog.catalog }
  return onServer(id, flags, known, context, async (client) => {
    const result = await client.execution(id).replan(pipeline, authorOf(flags, context))
    if (flags.json) writeJson(context.stdout, result)
    else context.stdout.write(`${colorsFor(context.stdout, context.env).green('✔')} ${id}: goes on with ${file}\n`)
    return EXIT.fine
  })
}

/** Does something with a client on the task queue of an execution, and with a worker there if there is code for one. */
async function onServer(
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
      const output_directory = resolve(context.cwd, flags.outputDirectory ?? 'odp-output')
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

async function follow(client: OdpClient, id: string, flags: ReplayFlags, context: CliContext): Promise<ExitCode> {
  const execution = client.execution(id)
  const colors = colorsFor(context.stdout, context.env)
  for await (const event of execution.events())
    if (!flags.json) context.stdout.write(`${executionEventLine(event, colors)}\n`)
  const state = await execution.status()
  if (!flags.json) context.stdout.write(statusText(state, Date.now(), colors))
  return state.status === 'completed' ? EXIT.fine : EXIT.failed
}

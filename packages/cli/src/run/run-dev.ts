import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Catalog } from '@odp/dsl'
import { DEFAULT_TASK_QUEUE, MetricsAddressError, type RunningWorker, startWorker } from '@odp/worker'
import { type DevServer, DevServerError, type DevServerOptions, startDevServer } from '@odp/worker/dev-server'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { readCatalogWithCode } from '../sources/read-catalog.js'
import { startInterruptibly, watchInterruption } from './interruption.js'
import { DEFAULT_DATABASE } from './open-server.js'
import { outputDirectory } from './output-directory.js'

/** The options of `odp dev`. */
export interface DevFlags {
  readonly catalog?: string
  readonly port?: number
  readonly uiPort?: number
  readonly database?: string
  readonly outputDirectory?: string
  readonly metricsAddress?: string
  readonly json?: boolean
}

/** Where clients look when nothing else is said. */
const USUAL_PORT = 7233
const LOOK_AFTER_MS = 2_000

/** Runs a server, and a worker if there is a catalog, until Ctrl-C. */
export async function runDev(flags: DevFlags, context: CliContext): Promise<ExitCode> {
  const catalog = flags.catalog === undefined ? undefined : await readCatalogWithCode(flags.catalog, context)
  if (flags.metricsAddress !== undefined && catalog === undefined) {
    throw new CliError('--metrics-address shows what a worker does; add --catalog, which runs one')
  }
  const interruption = watchInterruption(context)
  const { signal, happened } = interruption
  try {
    const server = await startInterruptibly(signal, (startSignal) => startServer(flags, context, startSignal))
    let worker: RunningWorker | undefined
    try {
      if (catalog !== undefined) {
        worker = await startDevWorker(server, catalog.code, flags, context)
      }
      tellReady(server, flags, worker !== undefined, context)
      const end = await Promise.race([
        happened.then(() => undefined),
        serverEnd(server, signal),
        ...(worker === undefined ? [] : [worker.ended.then(() => 'the worker ended')]),
      ])
      if (end === undefined) return EXIT.fine
      throw new CliError(`${end}; its log: ${server.log_file}`, EXIT.failed)
    } finally {
      await worker?.stop()
      await server.stop()
    }
  } catch (error) {
    if (!signal.aborted) throw error
    return EXIT.fine
  } finally {
    interruption.stop()
  }
}

async function startDevWorker(
  { address, namespace }: DevServer,
  catalog: Catalog,
  flags: DevFlags,
  context: CliContext,
): Promise<RunningWorker> {
  const output_directory = outputDirectory(flags.outputDirectory, context)
  const metrics = flags.metricsAddress === undefined ? {} : { metrics_address: flags.metricsAddress }
  try {
    return await startWorker({ address, namespace, catalog, output_directory, ...metrics })
  } catch (error) {
    throw error instanceof MetricsAddressError ? new CliError(error.message) : error
  }
}

async function startServer(flags: DevFlags, context: CliContext, signal: AbortSignal): Promise<DevServer> {
  const options: DevServerOptions = {
    database_file: resolve(context.cwd, flags.database ?? DEFAULT_DATABASE),
    onProgress: (message) => context.stderr.write(`${message} …\n`),
    signal,
    ...(flags.uiPort === undefined ? {} : { ui_port: flags.uiPort }),
  }
  if (flags.port !== undefined) return startDevServer({ ...options, port: flags.port })
  try {
    return await startDevServer({ ...options, port: USUAL_PORT })
  } catch (error) {
    if (!(error instanceof DevServerError) || error.code !== 'temporal_port_in_use') throw error
    if (!error.message.includes(String(USUAL_PORT))) throw error
    return startDevServer(options)
  }
}

/** Resolves when the server's process is gone although nobody ended it. */
async function serverEnd(server: DevServer, signal: AbortSignal): Promise<string | undefined> {
  try {
    while (true) {
      await setTimeout(LOOK_AFTER_MS, undefined, { signal })
      process.kill(server.pid, 0)
    }
  } catch {
    return signal.aborted ? undefined : 'the Temporal server ended by itself'
  }
}

function tellReady(server: DevServer, flags: DevFlags, hasWorker: boolean, context: CliContext): void {
  const { address, namespace, pid, ui_url, database_file } = server
  if (flags.json) {
    const worker = hasWorker ? { task_queue: DEFAULT_TASK_QUEUE } : null
    context.stdout.write(
      `${JSON.stringify({ address, namespace, pid, ...(ui_url === undefined ? {} : { ui_url }), database_file, worker })}\n`,
    )
    return
  }
  const colors = colorsFor(context.stdout, context.env)
  const facts: [string, string][] = [
    ['Temporal server', `${colors.bold(address)}  ${colors.dim(`process ${pid}`)}`],
    ...(ui_url === undefined ? [] : [['web interface', colors.bold(ui_url)] as [string, string]]),
    ['database', database_file],
    [
      'worker',
      hasWorker
        ? `${flags.catalog}  ${colors.dim(`task queue ${DEFAULT_TASK_QUEUE}`)}`
        : 'none; --catalog FILE runs one',
    ],
    ...(flags.metricsAddress === undefined
      ? []
      : [['metrics', `http://${flags.metricsAddress}/metrics`] as [string, string]]),
    ['other programs', `export TEMPORAL_ADDRESS=${address}`],
  ]
  const lines = facts.map(([name, value]) => `  ${colors.dim(name.padEnd(15))}  ${value}`)
  context.stdout.write(`${colors.green('✔')} ready; Ctrl-C ends it\n${lines.join('\n')}\n`)
}

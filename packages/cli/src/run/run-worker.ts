import type { Catalog } from '@odp/dsl'
import { DEFAULT_TASK_QUEUE, MetricsAddressError, startWorker, type WorkKind } from '@odp/worker'
import type { CliContext } from '../cli-context.js'
import { CliError } from '../cli-error.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from '../output/colors.js'
import { readCatalogWithCode } from '../sources/read-catalog.js'
import { findServer } from './find-server.js'
import { watchInterruption } from './interruption.js'
import { onTaskQueueOf } from './on-task-queue.js'
import { outputDirectory } from './output-directory.js'
import { tellUntilEnded } from './tell-until-ended.js'

/** The options of `odp worker`. */
export interface WorkerFlags {
  readonly catalog: string
  readonly for?: string
  readonly taskQueue?: string
  readonly serves?: readonly WorkKind[]
  readonly maxActivities?: number
  readonly outputDirectory?: string
  readonly metricsAddress?: string
  readonly address?: string
}

/** Runs a worker until Ctrl-C, or until the execution has ended that it is for. */
export async function runWorker(flags: WorkerFlags, context: CliContext): Promise<ExitCode> {
  const catalog = await readCatalogWithCode(flags.catalog, context)
  const { for: id } = flags
  if (id === undefined) return serve(flags, catalog.code, context)
  return onTaskQueueOf(id, flags, catalog, context, (client) => tellUntilEnded(client.execution(id), {}, context))
}

async function serve(flags: WorkerFlags, catalog: Catalog, context: CliContext): Promise<ExitCode> {
  const { taskQueue: task_queue = DEFAULT_TASK_QUEUE, serves, maxActivities, metricsAddress } = flags
  const settings = await findServer(flags.address, context)
  const interruption = watchInterruption(context)
  try {
    const worker = await startWorker({
      ...settings,
      catalog,
      task_queue,
      output_directory: outputDirectory(flags.outputDirectory, context),
      ...(serves === undefined ? {} : { serves }),
      ...(maxActivities === undefined ? {} : { max_activities: maxActivities }),
      ...(metricsAddress === undefined ? {} : { metrics_address: metricsAddress }),
    })
    const colors = colorsFor(context.stdout, context.env)
    const place = colors.dim(`${settings.address}, task queue ${task_queue}`)
    context.stdout.write(`${colors.green('✔')} a worker runs ${flags.catalog}; Ctrl-C ends it  ${place}\n`)
    try {
      await Promise.race([interruption.happened, worker.ended])
    } finally {
      await worker.stop()
    }
    return EXIT.fine
  } catch (error) {
    throw error instanceof MetricsAddressError ? new CliError(error.message) : error
  } finally {
    interruption.stop()
  }
}

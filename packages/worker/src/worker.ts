import { resolve } from 'node:path'
import type { Catalog } from '@odp/dsl'
import { type NativeConnection, Worker } from '@temporalio/worker'
import type { Equipment } from './activities/activity.js'
import { installCatalog } from './activities/installed-catalog.js'
import { temporalActivities } from './activities/temporal-activities.js'
import { DEFAULT_TASK_QUEUE } from './client/task-queue.js'
import { workflowBundle } from './workflow-bundle.js'


/** What a worker is made of. */
export interface WorkerOptions {
  /** Connection to the Temporal server. */
  readonly connection: NativeConnection
  /** Temporal namespace. Default `default`. */
  readonly namespace?: string
  /** Default `odp`. */
  readonly task_queue?: string
  /** Methods, models and report templates, with their code. */
  readonly catalog?: Catalog
  /** Gives a secret by name. Default: the environment variable `ODP_SECRET_<NAME>`. */
  readonly secret?: (name: string) => string | undefined
  /** Folder for the files of output steps. Default `odp-output` in the working directory. */
  readonly output_directory?: string
  /** Activities at once. Default 100. */
  readonly max_activities?: number
  /** Executions kept in memory between their tasks. Default 200. */
  readonly max_cached_executions?: number
}

/**
 * Makes a Temporal worker that runs pipelines. Call `run()` on it; it ends with `shutdown()`.
 *
 * @example
 * ```ts
 * const worker = await createWorker({ connection: await NativeConnection.connect({ address }), catalog })
 * await worker.runUntil(work)
 * ```
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace ?? 'default',
    taskQueue: options.task_queue ?? DEFAULT_TASK_QUEUE,
    workflowBundle: await workflowBundle(),
    activities: temporalActivities(equipmentOf(options)),
    maxConcurrentActivityTaskExecutions: options.max_activities ?? 100,
    maxCachedWorkflows: options.max_cached_executions ?? 200,
    // Another worker takes over two seconds after this one was killed, instead of ten.
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '10s',
  })
}

/** What activities work with, from the options of a worker. */
export function equipmentOf(options: Pick<WorkerOptions, 'catalog' | 'secret' | 'output_directory'>): Equipment {
  return {
    catalog: installCatalog(options.catalog),
    secret: options.secret ?? ((name) => process.env[`ODP_SECRET_${name}`]),
    output_directory: resolve(options.output_directory ?? 'odp-output'),
  }
}

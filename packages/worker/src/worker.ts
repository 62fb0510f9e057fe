import { type NativeConnection, Worker } from '@temporalio/worker'
import { temporalActivities } from './activities/temporal-activities.js'
import { dataConverterFor } from './client/data-converter.js'
import { DEFAULT_TASK_QUEUE } from './client/task-queue.js'
import { temporalClient } from './client/temporal-client.js'
import { type EquipmentOptions, equipmentOf } from './equipment.js'
import type { EventBus } from './events/event-bus.js'
import type { EventPublisher } from './events/event-publisher.js'
import { eventSinks } from './events/event-sinks.js'
import { publishEvents } from './events/publish-events.js'
import { configuredStore } from './payload-store/configured-store.js'
import type { PayloadStore } from './payload-store/payload-store.js'
import { workflowBundle } from './workflow-bundle.js'

/**
 * What a worker is made of.
 *
 * @example
 * ```ts
 * import type { WorkerOptions } from '@odp/worker'
 * import { NativeConnection } from '@temporalio/worker'
 *
 * const connection = await NativeConnection.connect({ address: '127.0.0.1:7233' })
 * const options: WorkerOptions = { connection, max_activities: 20 }
 * ```
 */
export interface WorkerOptions extends EquipmentOptions {
  /** Connection to the Temporal server. */
  readonly connection: NativeConnection
  /** Temporal namespace. Default `default`. */
  readonly namespace?: string
  /** Default `odp`. */
  readonly task_queue?: string
  /** Activities at once. Default 100. */
  readonly max_activities?: number
  /** Where the events of executions are pushed to. Default: nowhere; they can always be read from the execution. */
  readonly event_bus?: EventBus
  /** Executions kept in memory between their tasks. Default 200. */
  readonly max_cached_executions?: number
  /** Where large values lie; must be that of the clients. Default: what `ODP_PAYLOAD_STORE` says, see `configuredStore`. */
  readonly payload_store?: PayloadStore
}

/**
 * Makes a Temporal worker that runs pipelines. Call `run()` on it; it ends with `shutdown()`.
 *
 * @example
 * ```ts
 * import { createWorker } from '@odp/worker'
 * import { NativeConnection } from '@temporalio/worker'
 *
 * const connection = await NativeConnection.connect({ address: '127.0.0.1:7233' })
 * const worker = await createWorker({ connection })
 * await worker.run()
 * ```
 */
export async function createWorker(options: WorkerOptions): Promise<Worker> {
  return (await createPublishingWorker(options)).worker
}

/** The same, with what carries its events to the bus: to be flushed before the worker is shut down. */
export async function createPublishingWorker(
  options: WorkerOptions,
): Promise<{ readonly worker: Worker; readonly publisher?: EventPublisher }> {
  const { connection, namespace = 'default', payload_store = configuredStore(), event_bus } = options
  const publisher =
    event_bus === undefined
      ? undefined
      : await publishEvents(event_bus, temporalClient({ connection, namespace, payload_store }))
  const equipment = equipmentOf(options)
  // A cache that cannot be used is told now, not as a warning on every result.
  await equipment.cache?.open?.()
  const worker = await Worker.create({
    connection,
    namespace,
    sinks: eventSinks(publisher),
    taskQueue: options.task_queue ?? DEFAULT_TASK_QUEUE,
    workflowBundle: await workflowBundle(),
    dataConverter: dataConverterFor(payload_store),
    activities: temporalActivities({ ...equipment, payload_store }),
    maxConcurrentActivityTaskExecutions: options.max_activities ?? 100,
    maxCachedWorkflows: options.max_cached_executions ?? 200,
    // Another worker takes over two seconds after this one was killed, instead of ten.
    stickyQueueScheduleToStartTimeout: '2s',
    shutdownGraceTime: '10s',
    // A cancelled method hears of it with a heartbeat; the default lets one pass every eight seconds only.
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
  })
  return publisher === undefined ? { worker } : { worker, publisher }
}

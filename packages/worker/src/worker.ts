import { type NativeConnection, Runtime, Worker } from '@temporalio/worker'
import { temporalActivities } from './activities/temporal-activities.js'
import { dataConverterFor } from './client/data-converter.js'
import { temporalClient } from './client/temporal-client.js'
import { type EquipmentOptions, equipmentOf } from './equipment.js'
import type { EventBus } from './events/event-bus.js'
import type { EventPublisher } from './events/event-publisher.js'
import { eventSinks } from './events/event-sinks.js'
import { publishEvents } from './events/publish-events.js'
import { attemptInterceptor } from './operations/attempt-interceptor.js'
import { type TelemetrySettings, wantsLog } from './operations/install-runtime.js'
import { jsonLogObserver } from './operations/json-log.js'
import { metricsObserver } from './operations/metrics.js'
import { type WorkerRole, wholeRole } from './operations/served-queues.js'
import { configuredStore } from './payload-store/configured-store.js'
import type { PayloadStore } from './payload-store/payload-store.js'
import { quietWorkflowBundle, workflowBundle } from './workflow-bundle.js'

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
export interface WorkerOptions extends EquipmentOptions, Pick<TelemetrySettings, 'log'> {
  /** Connection to the Temporal server. */
  readonly connection: NativeConnection
  /** Temporal namespace. Default `default`. */
  readonly namespace?: string
  /** Default `odp`. */
  readonly task_queue?: string
  /** Names the worker in histories and on Temporal's web page. It stands there five times a step. Default: number of the process and name of the machine. */
  readonly identity?: string
  /** Activities at once. Default 100. */
  readonly max_activities?: number
  /**
   * Activities that are started in a second on each task queue, by all of its workers together. The server sees to it and takes
   * what the last worker said that asked for work: give all workers of a queue the same. Default: no limit.
   */
  readonly max_activities_per_second?: number
  /** Seconds that running steps have to end when the worker is shut down; then they are given back to other workers. Default 10. */
  readonly shutdown_grace_seconds?: number
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
  const { workers } = await createWorkers(options, [wholeRole(options.task_queue)])
  return workers[0]
}

/** Workers that share their equipment, and what carries their events to the bus: to be flushed before they are shut down. */
export interface CreatedWorkers {
  readonly workers: readonly [Worker, ...Worker[]]
  readonly publisher?: EventPublisher
}

/** One worker for each role. */
export async function createWorkers(
  options: WorkerOptions,
  [first, ...others]: readonly [WorkerRole, ...WorkerRole[]],
): Promise<CreatedWorkers> {
  const { connection, namespace = 'default', payload_store = configuredStore(), event_bus } = options
  const tells = event_bus !== undefined && [first, ...others].some(({ workflows }) => workflows)
  const publisher = tells
    ? await publishEvents(event_bus, temporalClient({ connection, namespace, payload_store }))
    : undefined
  const equipment = equipmentOf(options)
  // A cache that cannot be used is told now, not as a warning on every result.
  await equipment.cache?.open?.()
  const logs = wantsLog(options)
  const observers = [metricsObserver(Runtime.instance().metricMeter), ...(logs ? [jsonLogObserver] : [])]
  // Metrics count executions that end.
  const bundle = () => (publisher === undefined && !logs ? quietWorkflowBundle() : workflowBundle())
  const activities = temporalActivities({ ...equipment, payload_store })
  const rate = options.max_activities_per_second
  const create = async (role: WorkerRole) =>
    Worker.create({
      connection,
      namespace,
      taskQueue: role.task_queue,
      ...(role.workflows ? { workflowBundle: await bundle(), sinks: eventSinks(publisher, observers) } : {}),
      // The default is a hash of the code, which would stand in the history three times a step. Which plans a build runs is said by their `plan_version`.
      buildId: '',
      ...(options.identity === undefined ? {} : { identity: options.identity }),
      dataConverter: dataConverterFor(payload_store),
      activities,
      // Quick steps are done beside the workflow, whoever does the others.
      enableNonLocalActivities: role.activities,
      interceptors: { activity: [attemptInterceptor(observers)] },
      maxConcurrentActivityTaskExecutions: options.max_activities ?? 100,
      ...(rate === undefined ? {} : { maxTaskQueueActivitiesPerSecond: rate }),
      maxCachedWorkflows: options.max_cached_executions ?? 200,
      // Another worker takes over two seconds after this one was killed, instead of ten.
      stickyQueueScheduleToStartTimeout: '2s',
      shutdownGraceTime: (options.shutdown_grace_seconds ?? 10) * 1_000,
      // A cancelled method hears of it with a heartbeat; the default lets one pass every eight seconds only.
      maxHeartbeatThrottleInterval: '1s',
      defaultHeartbeatThrottleInterval: '1s',
    })
  const workers: [Worker, ...Worker[]] = [await create(first)]
  for (const role of others) workers.push(await create(role))
  return publisher === undefined ? { workers } : { workers, publisher }
}

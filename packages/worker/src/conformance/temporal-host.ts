import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Plan, PlanNode } from '@odp/dsl/plan'
import { Connection } from '@temporalio/client'
import { NativeConnection, Worker } from '@temporalio/worker'
import { activitiesThat } from '../activities/temporal-activities.js'
import { dataConverterFor } from '../client/data-converter.js'
import { ExecutionHandle } from '../client/execution-handle.js'
import { startExecution } from '../client/start-execution.js'
import { temporalClient } from '../client/temporal-client.js'
import { configuredStore } from '../payload-store/configured-store.js'
import { workflowBundle } from '../workflow-bundle.js'
import { ArrivalOrder } from './arrival-order.js'
import type { ConformanceHost, ConformanceRun, Observed } from './conformance-host.js'
import { scalePlan } from './scale-plan.js'

/**
 * Where cases are run.
 *
 * @example
 * ```ts
 * import type { TemporalHostOptions } from '@odp/worker/conformance'
 *
 * const options: TemporalHostOptions = { address: '127.0.0.1:7233', time_scale: 0.1 }
 * ```
 */
export interface TemporalHostOptions {
  readonly address: string
  /** Default `default`. */
  readonly namespace?: string
  /** Real seconds of one virtual second. Default 0.1; smaller ones let the server's own time count for too much. */
  readonly time_scale?: number
}

/**
 * A host that has to be closed.
 *
 * @example
 * ```ts
 * import { startTemporalHost, type TemporalHost } from '@odp/worker/conformance'
 *
 * const host: TemporalHost = await startTemporalHost({ address: '127.0.0.1:7233' })
 * await host.close()
 * ```
 */
export interface TemporalHost extends ConformanceHost {
  close(): Promise<void>
}

const DEFAULT_TIME_SCALE = 0.1

/** Virtual seconds within which calls arrive that were scheduled together. */
const WINDOW_SECONDS = 0.4

/** What server, worker and a busy machine may add to one case. */
const REAL_OVERHEAD_SECONDS = 5

/**
 * Runs cases on a Temporal server, with a worker of its own whose activities answer from the mocks.
 *
 * @example
 * ```ts
 * import { runConformance, startTemporalHost } from '@odp/worker/conformance'
 *
 * const host = await startTemporalHost({ address: '127.0.0.1:7233' })
 * const report = await runConformance('test/conformance', { host })
 * await host.close()
 * ```
 */
export async function startTemporalHost(options: TemporalHostOptions): Promise<TemporalHost> {
  const { address, namespace = 'default', time_scale = DEFAULT_TIME_SCALE } = options
  const taskQueue = `conformance-${randomUUID()}`
  const runs = new Map<string, { readonly run: ConformanceRun; readonly order: ArrivalOrder }>()
  const native = await NativeConnection.connect({ address })
  const connection = await Connection.connect({ address })
  const client = temporalClient({ connection, namespace })
  const worker = await Worker.create({
    connection: native,
    namespace,
    taskQueue,
    dataConverter: dataConverterFor(configuredStore()),
    workflowBundle: await workflowBundle(),
    // Events are read when a run is over.
    sinks: { events: { emitted: { fn() {}, callDuringReplay: false } } },
    activities: activitiesThat(async (_type, request, { execution_id, attempt, signal }) => {
      const entry = runs.get(execution_id)
      if (entry === undefined) throw new Error(`no case runs as '${execution_id}'`)
      await entry.order.enter(request.step)
      return entry.run.work(request, {
        number: attempt,
        signal,
        sleep: (seconds) => setTimeout(seconds * time_scale * 1000),
      })
    }),
  })
  const running = worker.run()

  const execute = async (run: ConformanceRun): Promise<Observed> => {
    // Cases may run side by side and name their pipelines alike.
    const execution_id = `${run.execution_id}-${randomUUID()}`
    runs.set(execution_id, { run, order: new ArrivalOrder(WINDOW_SECONDS * time_scale * 1000) })
    const { reuse } = run
    await startExecution(client, scalePlan(throughActivities(run.plan), time_scale), run.input, {
      execution_id,
      task_queue: taskQueue,
      ...(reuse === undefined ? {} : { reuse }),
    })
    const handle = new ExecutionHandle(client, execution_id)
    const stop = new AbortController()
    for (const { at_seconds, operation } of run.actions) {
      const { operation: name, ...given } = operation
      const wait = setTimeout(at_seconds * time_scale * 1000, undefined, { signal: stop.signal })
      // A refused operation has no effect, which the rest of the case shows.
      wait.then(() => client.workflow.getHandle(execution_id).executeUpdate(name, { args: [given] })).catch(() => {})
    }
    const result = await handle.result()
    stop.abort()
    const events = []
    for await (const event of handle.events()) events.push(event)
    runs.delete(execution_id)
    const { started_at, ended_at = started_at } = result.state
    return { ...result, events, seconds: (ended_at - started_at) / 1000 / time_scale }
  }
  return {
    name: 'temporal',
    overhead_seconds: REAL_OVERHEAD_SECONDS / time_scale,
    execute,
    async close() {
      worker.shutdown()
      await running
      await Promise.all([native.close(), connection.close()])
    },
  }
}

/** Mocks answer in activities, so nothing is done in the workflow itself. */
function throughActivities(plan: Plan): Plan {
  const moved = ({ placement: _, ...node }: PlanNode): PlanNode => ({
    ...node,
    ...(node.nodes === undefined ? {} : { nodes: node.nodes.map(moved) }),
  })
  return { ...plan, nodes: plan.nodes.map(moved) }
}

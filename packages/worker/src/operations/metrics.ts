import type { MetricMeter } from '@temporalio/common'
import { isFinalEvent } from '../events/is-final-event.js'
import type { WorkObserver } from './work-observer.js'

/**
 * Metrics of a worker, beside Temporal's own. Labels hold types, codes, states and queues only, never ids.
 *
 * @example
 * ```ts
 * import { WORKER_METRICS } from '@odp/worker'
 *
 * for (const [name, { kind, unit, meaning }] of Object.entries(WORKER_METRICS)) console.log(name, kind, unit, meaning)
 * ```
 */
export const WORKER_METRICS = {
  odp_step_attempts: {
    kind: 'counter',
    unit: 'attempts',
    labels: ['step_type', 'task_queue', 'outcome'],
    meaning: 'Attempts that ended here; a batch is one. `outcome`: completed, failed or cancelled.',
  },
  odp_step_failures: {
    kind: 'counter',
    unit: 'attempts',
    labels: ['step_type', 'task_queue', 'code'],
    meaning: 'Attempts that failed, by failure code.',
  },
  odp_step_attempt_duration: {
    kind: 'histogram',
    unit: 'seconds',
    labels: ['step_type', 'task_queue', 'outcome'],
    meaning: 'How long attempts took, without their wait in the queue; a wait for a rate limit counts.',
  },
  odp_cache_hits: {
    kind: 'counter',
    unit: 'results',
    labels: ['step_type', 'task_queue'],
    meaning: 'Results that were taken from the cache.',
  },
  odp_cost_units: {
    kind: 'histogram',
    unit: 'cost units',
    labels: ['step_type', 'task_queue'],
    meaning: 'Cost that attempts reported; `_sum` is the total.',
  },
  odp_executions: {
    kind: 'counter',
    unit: 'executions',
    labels: ['status'],
    meaning:
      'Executions whose workflow ended here: completed, failed or cancelled. One that is terminated or times out in Temporal is not counted.',
  },
} as const

/** Upper bounds, in seconds and in cost units: by themselves they would end at ten seconds in milliseconds. */
export const METRIC_BUCKETS: Readonly<Record<string, number[]>> = {
  odp_step_attempt_duration: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600],
  odp_cost_units: [0.1, 1, 10, 100, 1_000, 10_000, 100_000],
}

/** Executions that are remembered as counted: their last task may be done again, soon after. */
const REMEMBERED = 10_000

/** Counts what a worker does with a meter of Temporal. */
export function metricsObserver(meter: MetricMeter): WorkObserver {
  const counter = (name: keyof typeof WORKER_METRICS) => meter.createCounter(name, '', WORKER_METRICS[name].meaning)
  const histogram = (name: keyof typeof WORKER_METRICS) =>
    meter.createHistogram(name, 'float', '', WORKER_METRICS[name].meaning)
  const attempts = counter('odp_step_attempts')
  const failures = counter('odp_step_failures')
  const hits = counter('odp_cache_hits')
  const executions = counter('odp_executions')
  const durations = histogram('odp_step_attempt_duration')
  const costs = histogram('odp_cost_units')
  const counted = new Set<string>()
  return {
    attempted({ type, task_queue, outcome, code, duration_ms, cache_hits, cost_units }) {
      const labels = { step_type: type, task_queue }
      attempts.add(1, { ...labels, outcome })
      durations.record(duration_ms / 1000, { ...labels, outcome })
      if (code !== undefined) failures.add(1, { ...labels, code })
      if (cache_hits > 0) hits.add(cache_hits, labels)
      if (cost_units > 0) costs.record(cost_units, labels)
    },
    happened(events) {
      for (const event of events) {
        const { execution_id, type } = event
        if (!isFinalEvent(event) || counted.has(execution_id)) continue
        executions.add(1, { status: type.slice('pipeline.'.length) })
        counted.add(execution_id)
        const [oldest] = counted
        if (counted.size > REMEMBERED && oldest !== undefined) counted.delete(oldest)
      }
    },
  }
}

import type { ExecutionEvent } from '@odp/dsl/plan'
import type { MetricMeter } from '@temporalio/common'
import { expect, it } from 'vitest'
import { metricsObserver } from './metrics.js'

/** What is added to counters, by name and status. */
function counting() {
  const counts: Record<string, number> = {}
  const createCounter = (name: string) => ({
    add: (value: number, { status }: { status?: string } = {}) => {
      const key = `${name} ${status}`
      counts[key] = (counts[key] ?? 0) + value
    },
  })
  const meter = { createCounter, createHistogram: () => ({ record() {} }) } as unknown as MetricMeter
  return { counts, observer: metricsObserver(meter) }
}

const ended = (execution_id: string, status: 'completed' | 'failed'): ExecutionEvent => ({
  sequence: 9,
  execution_id,
  workspace_id: 'w',
  type: `pipeline.${status}`,
  time: 0,
})

it('counts an execution once, also where Temporal has its last task done again', () => {
  const { counts, observer } = counting()
  observer.happened([ended('one', 'completed')])
  observer.happened([ended('one', 'completed'), ended('other', 'failed')])
  expect(counts).toEqual({ 'odp_executions completed': 1, 'odp_executions failed': 1 })
})

import { checkPipeline, planPipeline } from '@odp/dsl'
import { expect, test } from 'vitest'
import { scalePlan } from './scale-plan.js'

const TEXT = `
version: "1.0"
pipeline_id: clockwork
name: Clockwork
workspace_id: w
project_id: p
execution: { timeout_minutes: 10 }
steps:
  - id: tick
    type: function
    method: ticker
    timeout_minutes: 5
    retry_policy: { max_attempts: 4, initial_backoff_seconds: 20, max_backoff_seconds: 40 }
  - id: each
    type: loop
    iterate_over: "{{input.list}}"
    loop_variable: item
    steps: [{ id: tock, type: function, method: ticker, timeout_minutes: 2 }]
`

function plan() {
  const { pipeline, methods } = checkPipeline(TEXT)
  if (pipeline === undefined) throw new Error('the document is not valid')
  return planPipeline(pipeline, { methods })
}

test('every duration is multiplied, inside loops too, and numbers of attempts are not', () => {
  const scaled = scalePlan(plan(), 0.1)
  const [tick, each] = scaled.nodes
  expect(scaled.timeout_seconds).toBeCloseTo(60)
  expect(tick?.timeout_seconds).toBeCloseTo(30)
  expect(tick?.retry).toMatchObject({ max_attempts: 4, initial_seconds: 2, max_seconds: 4 })
  expect(each?.nodes?.[0]?.timeout_seconds).toBeCloseTo(12)
})

test('the waits and limits that go without saying are multiplied too', () => {
  const before = plan()
  const scaled = scalePlan(before, 0.5)
  expect(scaled.nodes[1]?.nodes?.[0]?.retry?.initial_seconds).toBeGreaterThan(0)
  for (const [type, { timeout_seconds }] of Object.entries(before.types)) {
    if (timeout_seconds !== undefined) expect(scaled.types[type]?.timeout_seconds).toBeCloseTo(timeout_seconds / 2)
  }
})

test('the plan given stays as it is', () => {
  const given = plan()
  scalePlan(given, 0.01)
  expect(given).toEqual(plan())
})

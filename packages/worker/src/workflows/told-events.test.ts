import type { ExecutionEvent } from '@odp/dsl/plan'
import { afterEach, expect, it } from 'vitest'
import { HEARS_ENDS_ONLY, toldEvents } from './told-events.js'

const events = (['step.completed', 'pipeline.completed'] as const).map(
  (type): ExecutionEvent => ({ type, sequence: 1, execution_id: 'e', workspace_id: 'w', time: 0 }),
)

afterEach(() => {
  Reflect.deleteProperty(globalThis, HEARS_ENDS_ONLY)
})

it('tells a worker everything', () => {
  expect(toldEvents(events)).toEqual(events)
})

it('tells a worker that hears of ends only how executions end', () => {
  Reflect.set(globalThis, HEARS_ENDS_ONLY, true)
  expect(toldEvents(events).map(({ type }) => type)).toEqual(['pipeline.completed'])
})

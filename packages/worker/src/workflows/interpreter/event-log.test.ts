import { expect, test } from 'vitest'
import { EventLog } from './event-log.js'

test('events are numbered from 1 and read in pages', () => {
  const log = new EventLog('e', 'w')
  expect(log.sequence).toBe(0)
  for (let time = 0; time < 5; time += 1) log.add({ type: 'step.started', time, step_id: `s${time}` })
  expect(log.sequence).toBe(5)
  expect(log.read(1, 2)).toEqual([
    { sequence: 2, execution_id: 'e', workspace_id: 'w', type: 'step.started', time: 1, step_id: 's1' },
    { sequence: 3, execution_id: 'e', workspace_id: 'w', type: 'step.started', time: 2, step_id: 's2' },
  ])
  expect(log.read(0, Number.MAX_SAFE_INTEGER).map((event) => event.sequence)).toEqual([1, 2, 3, 4, 5])
  expect(log.read(5, 9)).toEqual([])
})

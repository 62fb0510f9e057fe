import { expect, test } from 'vitest'
import { rolesOf, type WorkKind } from './served-queues.js'

const queues = (serves?: readonly WorkKind[], task_queue?: string) =>
  rolesOf(serves, task_queue).map((role) => {
    const work = [...(role.workflows ? ['workflows'] : []), ...(role.activities ? ['activities'] : [])]
    return `${role.task_queue}: ${work.join(' and ')}`
  })

test('a worker that says nothing serves everything on its queue', () => {
  expect(queues()).toEqual(['odp: workflows and activities'])
  expect(queues(undefined, 'mine')).toEqual(['mine: workflows and activities'])
})

test('each special kind of work has a queue of its own', () => {
  expect(queues(['gpu', 'io', 'workflow', 'gpu'], 'mine')).toEqual([
    'mine: workflows and activities',
    'mine-gpu: activities',
  ])
  expect(queues(['workflow'])).toEqual(['odp: workflows'])
  expect(queues(['io', 'cpu'])).toEqual(['odp: activities', 'odp-cpu: activities'])
  expect(queues(['llm'])).toEqual(['odp-llm: activities'])
})

test('a worker that serves nothing is a mistake', () => {
  expect(() => rolesOf([])).toThrow(/workflow, io, cpu, gpu or llm/)
})

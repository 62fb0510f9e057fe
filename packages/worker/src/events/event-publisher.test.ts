import { setTimeout } from 'node:timers/promises'
import type { ExecutionEvent } from '@odp/dsl/plan'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ExecutionNotFoundError } from '../client/execution-handle.js'
import { event } from './event.fixture.js'
import { EventPublisher, type ReadCommittedEvents } from './event-publisher.js'
import { inProcessEventBus } from './in-process-event-bus.js'

/** One task of a workflow that is worked on by workers that may be killed. */
interface Task {
  /** Events that it tells of; each attempt tells of others under the same numbers. */
  readonly count: number
  /** Attempts that tell of their events, but that Temporal refuses. */
  readonly refused: number
  /** A worker without this bus does the task. */
  readonly isUntold: boolean
  /** The attempt that is taken tells twice. */
  readonly isRepeated: boolean
  /** Another worker with the same bus goes on. */
  readonly isCrash: boolean
  readonly pause_ms: number
}

const task = fc.record<Task>({
  count: fc.integer({ min: 1, max: 4 }),
  refused: fc.constantFrom(0, 0, 0, 1, 2),
  isUntold: fc.constantFrom(false, false, true),
  isRepeated: fc.boolean(),
  isCrash: fc.constantFrom(false, false, true),
  pause_ms: fc.constantFrom(0, 0, 1, 4),
})

/** A bus that keeps what it takes, and that fails as often as it is told, before or after it has taken the event. */
function failingBus(failures: readonly ('before' | 'after' | 'none')[]) {
  const bus = inProcessEventBus()
  const log: ExecutionEvent[] = []
  let turn = 0
  const keep = (taken: ExecutionEvent) => {
    log.push(taken)
    return false
  }
  bus.subscribe({ filter: keep })
  return {
    ...bus,
    log,
    async publish(published: ExecutionEvent) {
      const failure = failures[turn++] ?? 'none'
      if (failure === 'before') throw new Error('the bus is full')
      await bus.publish(published)
      if (failure === 'after') throw new Error('the bus has lost its connection')
    },
  }
}

test('law: whatever is killed, repeated or refused, the bus holds a beginning of the truth, and in the end all of it', async () => {
  const failures = fc.array(fc.constantFrom('none' as const, 'none' as const, 'before' as const, 'after' as const), {
    maxLength: 3,
  })
  await fc.assert(
    fc.asyncProperty(fc.array(task, { minLength: 1, maxLength: 8 }), failures, async (tasks, busFailures) => {
      const truth: ExecutionEvent[] = []
      const bus = failingBus(busFailures)
      // A question waits for the task that is worked on, as the server lets it.
      let working = Promise.resolve()
      const read: ReadCommittedEvents = async (_, after, limit) => {
        await working
        return truth.slice(after, after + limit)
      }
      const start = () => new EventPublisher({ bus, read, settle_ms: 2, retry_ms: 1 })
      let publisher = start()
      let time = 0
      const attempt = (count: number) => {
        time += 1
        const first = truth.length + 1
        return Array.from({ length: count }, (_, index) => event(first + index, 'step.started', { time }))
      }
      let isCached = true
      for (const { count, refused, isUntold, isRepeated, isCrash, pause_ms } of tasks) {
        let release = () => {}
        working = new Promise((resolve) => {
          release = resolve
        })
        for (let index = 0; index < refused; index += 1) {
          if (!isCached) publisher.accept(truth, true)
          isCached = false
          publisher.accept(attempt(1 + ((count + index) % 3)))
          await setTimeout(pause_ms)
        }
        const taken = attempt(count)
        if (!isCached && !isUntold) publisher.accept(truth, true)
        isCached = !isUntold
        if (isCached) publisher.accept(taken)
        if (isRepeated && isCached) publisher.accept(taken)
        await setTimeout(pause_ms)
        truth.push(...taken)
        release()
        if (isCrash) {
          publisher.stop()
          publisher = start()
          isCached = false
        }
        expect(bus.log).toEqual(truth.slice(0, bus.log.length))
      }
      const end = event(truth.length + 1, 'pipeline.completed')
      if (!isCached) publisher.accept(truth, true)
      truth.push(end)
      publisher.accept([end])
      await publisher.flush()
      publisher.stop()
      expect(bus.log).toEqual(truth)
    }),
    { numRuns: 150 },
  )
})

test('steps that follow each other quickly cost no question; the last one costs one', async () => {
  const bus = failingBus([])
  let questions = 0
  const truth = Array.from({ length: 100 }, (_, index) => event(index + 1))
  const read: ReadCommittedEvents = async (_, after) => {
    questions += 1
    return truth.slice(after)
  }
  const publisher = new EventPublisher({ bus, read, settle_ms: 600_000 })
  for (const told of truth) {
    publisher.accept([told])
    await setTimeout(1)
  }
  while (bus.log.length < 99) await setTimeout(1)
  expect([questions, bus.log.length]).toEqual([0, 99])
  await publisher.flush()
  expect([questions, bus.log]).toEqual([1, truth])
})

test('an event that nothing follows is published after a short while', async () => {
  const bus = failingBus([])
  const publisher = new EventPublisher({ bus, read: async () => [event(1)], settle_ms: 10 })
  publisher.accept([event(1)])
  expect(await bus.lastSequence('e')).toBe(0)
  while (bus.log.length === 0) await setTimeout(1)
  expect(bus.log).toEqual([event(1)])
})

test('a new worker asks for what the one before has left', async () => {
  const bus = failingBus([])
  await bus.publish(event(1))
  const truth = [event(1), event(2), event(3, 'pipeline.completed')]
  const publisher = new EventPublisher({ bus, read: async (_, after) => truth.slice(after) })
  await publisher.catchUp(await bus.unfinished())
  expect(bus.log).toEqual(truth)
})

test('what a worker tells of only since it was asked is asked for again', async () => {
  const bus = failingBus([])
  await bus.publish(event(1))
  const truth = [event(1), event(2), event(3, 'step.retrying', { time: 30 }), event(4, 'pipeline.completed')]
  const early = [event(1), event(2), event(3, 'step.failed', { time: 20 })]
  let questions = 0
  const read: ReadCommittedEvents = async (_, after) => {
    questions += 1
    if (questions > 1) return truth.slice(after)
    publisher.accept(early.slice(0, 2), true)
    publisher.accept(early.slice(2))
    return early.slice(after)
  }
  const publisher = new EventPublisher({ bus, read })
  await publisher.catchUp(await bus.unfinished())
  expect(bus.log).toEqual(truth)
})

test('more events than one question gives are asked for in pages', async () => {
  const bus = failingBus([])
  const truth = Array.from({ length: 2_345 }, (_, index) => event(index + 1))
  const read: ReadCommittedEvents = async (_, after, limit) => truth.slice(after, after + limit)
  const publisher = new EventPublisher({ bus, read, settle_ms: 1 })
  publisher.accept(truth)
  await publisher.flush()
  expect(bus.log).toEqual(truth)
})

test('executions do not wait for each other, and errors are told', async () => {
  const bus = failingBus([])
  const errors: string[] = []
  const read: ReadCommittedEvents = async (id) => {
    if (id === 'gone') throw new ExecutionNotFoundError(id)
    if (id === 'e') return [event(1)]
    throw new Error('no server')
  }
  const publisher = new EventPublisher({ bus, read, settle_ms: 1, onError: (_, id) => errors.push(id) })
  for (const execution_id of ['lost', 'gone', 'e']) publisher.accept([event(1, 'step.started', { execution_id })])
  while (bus.log.length === 0) await setTimeout(1)
  expect(bus.log).toEqual([event(1)])
  await publisher.flush(50)
  publisher.stop()
  expect(new Set(errors)).toEqual(new Set(['lost']))
})

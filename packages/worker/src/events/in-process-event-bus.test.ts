import { expect, test } from 'vitest'
import { event } from './event.fixture.js'
import { EventGapError } from './event-bus.js'
import type { EventDelivery } from './event-subscription.js'
import { inProcessEventBus } from './in-process-event-bus.js'

async function take(deliveries: AsyncIterable<EventDelivery>, count: number): Promise<[number, number][]> {
  const taken: [number, number][] = []
  for await (const delivery of deliveries) {
    taken.push([delivery.event.sequence, delivery.dropped])
    if (taken.length === count) break
  }
  return taken
}

test('a subscription gets what is published from now on and passes its filter', async () => {
  const bus = inProcessEventBus()
  await bus.publish(event(1))
  const all = bus.subscribe()
  const failures = bus.subscribe({ filter: ({ type }) => type === 'step.failed' })
  await bus.publish(event(2))
  await bus.publish(event(3, 'step.failed'))
  expect(await take(all, 2)).toEqual([
    [2, 0],
    [3, 0],
  ])
  expect(await take(failures, 1)).toEqual([[3, 0]])
})

test('a reader that waits gets an event at once; a signal ends it', async () => {
  const bus = inProcessEventBus()
  const { signal, abort } = abortable()
  const taken = take(bus.subscribe({ signal }), 9)
  await bus.publish(event(1))
  abort()
  await bus.publish(event(2))
  expect(await taken).toEqual([[1, 0]])
  expect(await take(bus.subscribe({ signal }), 1)).toEqual([])
})

test('a slow reader loses the oldest and is told how many', async () => {
  const bus = inProcessEventBus()
  const slow = bus.subscribe({ buffer: 2 })
  for (let sequence = 1; sequence <= 5; sequence += 1) await bus.publish(event(sequence))
  expect(await take(slow, 2)).toEqual([
    [4, 3],
    [5, 0],
  ])
  expect(() => bus.subscribe({ buffer: 0 })).toThrow(RangeError)
})

test('a filter that throws holds up nobody', async () => {
  const bus = inProcessEventBus()
  const wrong = bus.subscribe({
    filter: () => {
      throw new Error('no')
    },
  })
  await bus.publish(event(1))
  expect(await take(wrong, 1)).toEqual([[1, 0]])
})

test('what was taken changes nothing, what is too early is refused', async () => {
  const bus = inProcessEventBus()
  const all = bus.subscribe()
  await bus.publish(event(1))
  await bus.publish(event(1))
  await expect(bus.publish(event(3))).rejects.toThrow(EventGapError)
  await bus.publish(event(2, 'pipeline.completed'))
  await bus.publish(event(2, 'pipeline.completed'))
  await bus.publish(event(1, 'step.started', { execution_id: 'other' }))
  expect([await bus.lastSequence('e'), await bus.lastSequence('unknown'), await bus.unfinished()]).toEqual([
    2,
    0,
    ['other'],
  ])
  expect(await take(all, 3)).toEqual([
    [1, 0],
    [2, 0],
    [1, 0],
  ])
})

function abortable() {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort() }
}

import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecutionEvent } from '@odp/dsl/plan'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { event } from './event.fixture.js'
import { EventGapError } from './event-bus.js'
import { fileEventBus } from './file-event-bus.js'
import { EventFileError, readEvents } from './read-events.js'

const folder = mkdtempSync(join(tmpdir(), 'odp-events-'))
let number = 0
let path = ''
beforeEach(() => {
  number += 1
  path = join(folder, String(number), 'events.jsonl')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function all(events: AsyncIterable<ExecutionEvent>): Promise<ExecutionEvent[]> {
  const read: ExecutionEvent[] = []
  for await (const found of events) read.push(found)
  return read
}

test('each event is a line; a reader finds those of an execution after a number', async () => {
  const bus = fileEventBus(path)
  const other = event(1, 'step.failed', { execution_id: 'other', reason: 'two\nlines' })
  const events = [event(1), other, event(2), event(3)]
  await Promise.all(events.map((published) => bus.publish(published)))
  expect(
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual(events)
  expect(await all(readEvents(path))).toEqual(events)
  expect(await all(readEvents(path, { execution_id: 'e', after: 1 }))).toEqual([event(2), event(3)])
  expect(await all(readEvents(`${path}.none`))).toEqual([])
  await bus.close()
})

test('a new process goes on where the file ends, without what was half written', async () => {
  const first = fileEventBus(path)
  await first.publish(event(1))
  await first.publish(event(2))
  await first.close()
  appendFileSync(path, '{"sequence":3,"type":"step.st')
  expect(await all(readEvents(path))).toEqual([event(1), event(2)])

  const second = fileEventBus(path)
  expect([await second.lastSequence('e'), await second.unfinished()]).toEqual([2, ['e']])
  await second.publish(event(2))
  await expect(second.publish(event(4))).rejects.toThrow(EventGapError)
  await second.publish(event(3, 'pipeline.failed'))
  await second.close()
  expect(await all(readEvents(path))).toEqual([event(1), event(2), event(3, 'pipeline.failed')])
  const third = fileEventBus(path)
  expect(await third.unfinished()).toEqual([])
  await third.close()
})

test('a torn line longer than one look back is removed', async () => {
  const first = fileEventBus(path)
  await first.publish(event(1))
  await first.close()
  appendFileSync(path, `{"reason":"${'x'.repeat(200_000)}`)
  const second = fileEventBus(path)
  await second.publish(event(2))
  await second.close()
  expect(await all(readEvents(path))).toEqual([event(1), event(2)])
  writeFileSync(path, 'x'.repeat(100_000))
  const third = fileEventBus(path)
  expect(await third.lastSequence('e')).toBe(0)
  expect(readFileSync(path, 'utf8')).toBe('')
  await third.close()
})

test('a full file is put aside; reading and going on see all of them, in the order of their numbers', async () => {
  const sequences = Array.from({ length: 60 }, (_, index) => index + 1)
  const bus = fileEventBus(path, { rotate_bytes: 400 })
  for (const sequence of sequences.slice(0, 40)) await bus.publish(event(sequence))
  await bus.close()
  const again = fileEventBus(path, { rotate_bytes: 400 })
  for (const sequence of sequences.slice(20)) await again.publish(event(sequence))
  const names = readdirSync(join(path, '..'))
  expect(names).toContain('events.jsonl.10')
  for (const name of names) expect(readFileSync(join(path, '..', name)).length).toBeLessThan(600)
  expect((await all(readEvents(path))).map(({ sequence }) => sequence)).toEqual(sequences)
  await again.close()
})

test('a reader that is overtaken by the writer misses nothing', async () => {
  const bus = fileEventBus(path, { rotate_bytes: 300 })
  for (let sequence = 1; sequence <= 5; sequence += 1) await bus.publish(event(sequence))
  const seen: number[] = []
  for await (const { sequence } of readEvents(path)) {
    seen.push(sequence)
    if (sequence <= 5) for (let more = 1; more <= 6; more += 1) await bus.publish(event(6 * sequence + more - 1))
  }
  expect(seen).toEqual(seen.map((_, index) => index + 1))
  expect(seen.length).toBeGreaterThan(5)
  await bus.close()
})

test('a line in the middle that is no event is told with its place', async () => {
  const bus = fileEventBus(path)
  await bus.publish(event(1))
  await bus.close()
  appendFileSync(path, 'what is this\n{"sequence":2,"type":"step.started","execution_id":"e"}\n')
  await expect(all(readEvents(path))).rejects.toThrow(EventFileError)
  await expect(all(readEvents(path))).rejects.toThrow(/events\.jsonl:2 is no event: what is this/)
})

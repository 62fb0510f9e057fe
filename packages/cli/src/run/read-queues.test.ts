import { expect, test } from 'vitest'
import { readQueues } from './read-queues.js'

test('queues are named by the kind of machine', () => {
  expect(readQueues([])).toEqual({})
  expect(readQueues(['gpu=odp-gpu', 'llm=a=b', 'gpu=other'])).toEqual({ gpu: 'other', llm: 'a=b' })
})

test.each(['gpu', 'gpu=', '=odp-gpu', 'tpu=odp', '__proto__=odp'])('%s is refused with an example', (text) => {
  expect(() => readQueues([text])).toThrow(/cpu, gpu, llm.*gpu=odp-gpu/)
})

import { type Client, QueryNotRegisteredError } from '@temporalio/client'
import { expect, it } from 'vitest'
import { ExecutionHandle } from './execution-handle.js'

function clientAsking(query: (name: string, after: number, limit: number) => Promise<unknown>): Client {
  return {
    connection: { withAbortSignal: (_signal: AbortSignal, ask: () => Promise<unknown>) => ask() },
    workflow: { getHandle: () => ({ query }) },
  } as unknown as Client
}

it('who asks hears of the payload store of the worker, not of an unknown query', async () => {
  const message = 'the payload store file:///x does not have the value 7'
  const client = clientAsking(() => Promise.reject(new QueryNotRegisteredError(message, 3)))
  const error = await new ExecutionHandle(client, 'ada-1').status().catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'payload_store_failed', message })
})

it('the events of a large execution are read with few questions, since each replays it', async () => {
  const all = Array.from({ length: 25_000 }, (_, index) => ({ sequence: index + 1, type: 'step.started' }))
  let asked = 0
  const query = async (_name: string, after: number, limit: number) => {
    asked += 1
    return all.slice(after, after + limit)
  }
  const client = clientAsking(query)
  const numbers: number[] = []
  for await (const { sequence } of new ExecutionHandle(client, 'ada-1').events({ follow: false }))
    numbers.push(sequence)
  expect(numbers).toEqual(all.map(({ sequence }) => sequence))
  expect(asked).toBe(3)
})

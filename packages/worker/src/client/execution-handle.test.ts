import type { Client } from '@temporalio/client'
import { expect, it } from 'vitest'
import { ExecutionHandle } from './execution-handle.js'

it('the events of a large execution are read with few questions, since each replays it', async () => {
  const all = Array.from({ length: 25_000 }, (_, index) => ({ sequence: index + 1, type: 'step.started' }))
  let asked = 0
  const query = async (_name: string, after: number, limit: number) => {
    asked += 1
    return all.slice(after, after + limit)
  }
  const client = {
    connection: { withAbortSignal: (_signal: AbortSignal, ask: () => Promise<unknown>) => ask() },
    workflow: { getHandle: () => ({ query }) },
  } as unknown as Client
  const numbers: number[] = []
  for await (const { sequence } of new ExecutionHandle(client, 'ada-1').events({ follow: false }))
    numbers.push(sequence)
  expect(numbers).toEqual(all.map(({ sequence }) => sequence))
  expect(asked).toBe(3)
})

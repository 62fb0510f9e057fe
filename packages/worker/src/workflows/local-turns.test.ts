import { beforeEach, expect, it, vi } from 'vitest'
import { LocalTurns } from './local-turns.js'

const temporal = vi.hoisted(() => ({ timers: [] as (() => void)[] }))

vi.mock('@temporalio/workflow', () => {
  const scope = { run: (work: () => unknown) => work() }
  return {
    CancellationScope: { current: () => scope, nonCancellable: (work: () => unknown) => work() },
    sleep: () => new Promise<void>((resolve) => temporal.timers.push(resolve)),
  }
})

beforeEach(() => {
  temporal.timers = []
})

async function nextTask(): Promise<void> {
  temporal.timers.shift()?.()
  await new Promise((resolve) => setImmediate(resolve))
}

it('lets no more than 200 calls begin in one task, the others in their order in the next ones', async () => {
  const turns = new LocalTurns()
  const begun: number[] = []
  const results = Array.from({ length: 500 }, (_, index) =>
    turns.take(() => {
      begun.push(index)
      return Promise.resolve(index)
    }),
  )
  expect(begun).toHaveLength(200)
  await nextTask()
  expect(begun).toHaveLength(400)
  await nextTask()
  expect(begun).toEqual(Array.from({ length: 500 }, (_, index) => index))
  expect(await Promise.all(results)).toEqual(begun)
})

it('needs no timer for as many', async () => {
  const turns = new LocalTurns()
  for (let index = 0; index < 200; index += 1) await turns.take(() => Promise.resolve())
  expect(temporal.timers).toHaveLength(0)
})

it('passes failures on', async () => {
  const turns = new LocalTurns()
  const results = Array.from({ length: 201 }, () => turns.take(() => Promise.reject(new Error('no'))))
  const settled = Promise.allSettled(results)
  await nextTask()
  expect((await settled).map(({ status }) => status)).toEqual(Array.from({ length: 201 }, () => 'rejected'))
})

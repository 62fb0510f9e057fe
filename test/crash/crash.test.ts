import { expect, test } from 'vitest'
import { crashSuite } from './crash-suite.ts'

test('ten kills lose nothing, double nothing and change no result', async () => {
  const { failures, killed, executions, lostAttempts } = await crashSuite({ kills: 10, seed: 3, width: 4 })
  expect(failures).toEqual([])
  expect(Object.values(killed).reduce((sum, number) => sum + number, 0)).toBe(10)
  expect(Math.min(...Object.values(killed))).toBeGreaterThan(0)
  expect(executions).toBeGreaterThanOrEqual(4)
  expect(lostAttempts).toBeGreaterThan(0)
})

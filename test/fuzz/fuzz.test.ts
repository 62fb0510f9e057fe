import { expect, test } from 'vitest'
import { fuzz } from './fuzz.ts'

const SEED = 4
const COUNT = 5000

test(`${COUNT} changed documents and texts are read without a crash, a hang or a broken law`, async () => {
  const { checked, valid, failures } = await fuzz({ seed: SEED, count: COUNT })
  expect(failures).toEqual([])
  expect(checked).toBe(COUNT)
  // A fuzz run that only makes rubbish says little about planning and running.
  expect(valid).toBeGreaterThan(COUNT / 50)
})

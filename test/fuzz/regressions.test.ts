import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { LawChecker } from './check-laws.ts'
import type { FuzzInput } from './make-input.ts'

interface Regression extends FuzzInput {
  /** What went wrong with it. */
  readonly found: string
}

/** Inputs that broke a law once, made as small as they can be. */
const regressions = JSON.parse(
  readFileSync(fileURLToPath(new URL('regressions.json', import.meta.url)), 'utf8'),
) as readonly Regression[]

test.each(regressions)('$found', async (input) => {
  const { violations, slowest } = await new LawChecker(undefined, true).check(input)
  expect(violations).toEqual([])
  expect(slowest.milliseconds).toBeLessThan(5000)
})

import { expect, test } from 'vitest'
import { describeAlternatives } from './nearest.js'
import { SpellingHelp } from './spelling-help.js'

test('the first unknown names get the nearest spelling, later ones still what is available', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `step_${index}`)
  const help = new SpellingHelp()
  expect(help.of('stepp_7', names)).toEqual({ available: describeAlternatives('stepp_7', names), nearest: 'step_7' })
  let helped = 1
  while (help.of('stepp_7', names).nearest !== undefined) helped += 1
  expect(helped).toBeGreaterThan(100)
  expect(help.spent).toBe(true)
  expect(help.of('stepp_7', names).available).toMatch(/^available: step_0, .* and 988 more$/)
})

import { expect, test } from 'vitest'
import { SkipReasons } from './skip-reasons.js'

test('a reason is told once, and those that end with it name the step where it stands', () => {
  const reasons = new SkipReasons()
  const root = "nothing activates 'b': its check did not hold"
  expect(reasons.of('b', root)).toBe(root)
  expect(reasons.of('b', root)).toBe(root)
  expect(reasons.of('b2', root)).toBe("for the same reason as 'b'")
  const next = `input 'x' reads 'b', which was skipped: ${root}`
  expect(reasons.of('c', next)).toBe("input 'x' reads 'b', which was skipped (see 'b')")
  expect(reasons.of('d', `input 'y' reads 'c', which was skipped: ${next}`)).toBe(
    "input 'y' reads 'c', which was skipped (see 'c')",
  )
  expect(reasons.of('e', 'branch if_true is not taken')).toBe('branch if_true is not taken')
})

test('a chain that was cut is found again by how it begins', () => {
  const reasons = new SkipReasons()
  const told = reasons.of('c', "reads 'b': reads 'a': the root: …")
  expect(told).toBe("reads 'b': reads 'a': the root: …")
  expect(reasons.of('d', "reads 'c': reads 'b': reads 'a': …")).toBe("reads 'c' (see 'c')")
})

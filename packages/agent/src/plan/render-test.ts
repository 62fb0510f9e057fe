import type { PlanTest } from './flat-plan.js'

/** Writes the tests of a condition; `name` says how a reference is spelt. */
export function renderTests(tests: readonly PlanTest[], join: 'and' | 'or', name: (ref: string) => string): string {
  const parts = tests.map((test) => renderTest(test, name))
  return parts.join(join === 'and' ? ' && ' : ' || ')
}

function renderTest({ ref, measure, op, value, negated }: PlanTest, name: (ref: string) => string): string {
  if (measure === 'expression') return ref
  const path = name(ref)
  if (measure === 'exists') return negated === true ? `!exists(${path})` : `exists(${path})`
  const left = measure === 'size' ? `size(${path})` : path
  return `${left} ${op ?? '=='} ${JSON.stringify(value ?? true)}`
}

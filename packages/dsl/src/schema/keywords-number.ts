import type { KeywordTable, PrepareCheck } from './prepare-schema.js'

function bound(name: string, phrase: string, holds: (value: number, operand: number) => boolean): PrepareCheck<number> {
  return (operand) => {
    if (typeof operand !== 'number') return undefined
    const expected = `${phrase} ${operand}`
    return (run, value) => {
      if (!holds(value, operand)) run.report(name, `must be ${expected}, not ${value}`, expected)
    }
  }
}

/** Whether a number is a whole multiple, up to the rounding of a double: 19.99 is a multiple of 0.01. */
function isMultipleOf(value: number, divisor: number): boolean {
  const quotient = value / divisor
  if (!Number.isFinite(quotient)) return false
  const tolerance = 1e-9 + Math.abs(quotient) * 8 * Number.EPSILON
  return Math.abs(quotient - Math.round(quotient)) <= tolerance
}

/** Keywords about numbers. */
export const numberKeywords: KeywordTable<number> = new Map([
  ['minimum', bound('minimum', 'at least', (value, operand) => value >= operand)],
  ['maximum', bound('maximum', 'at most', (value, operand) => value <= operand)],
  ['exclusiveMinimum', bound('exclusiveMinimum', 'more than', (value, operand) => value > operand)],
  ['exclusiveMaximum', bound('exclusiveMaximum', 'less than', (value, operand) => value < operand)],
  [
    'multipleOf',
    bound('multipleOf', 'a multiple of', (value, operand) => operand <= 0 || isMultipleOf(value, operand)),
  ],
])

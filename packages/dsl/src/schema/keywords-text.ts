import { codePoints } from './code-points.js'
import { counted } from './counted.js'
import { shortText } from './json-text.js'
import type { KeywordTable, PrepareCheck } from './prepare-schema.js'

function length(
  name: string,
  phrase: string,
  holds: (length: number, operand: number) => boolean,
): PrepareCheck<string> {
  return (operand) => {
    if (typeof operand !== 'number') return undefined
    const expected = `${phrase} ${counted(operand, 'character')}`
    return (run, value) => {
      run.spend(value.length / 100)
      const found = codePoints(value)
      if (!holds(found, operand)) run.report(name, `must have ${expected}, not ${found}`, expected)
    }
  }
}

const pattern: PrepareCheck<string> = (operand, _schema, run) => {
  const compiled = typeof operand === 'string' ? run.pattern(operand) : undefined
  if (compiled === undefined) return undefined
  const expected = `a text that matches ${operand}`
  return (current, value) => {
    if (!current.matches(compiled, value)) {
      current.report('pattern', `must match ${operand}, which ${shortText(value)} does not`, expected)
    }
  }
}

/** Keywords about texts. */
export const textKeywords: KeywordTable<string> = new Map([
  ['minLength', length('minLength', 'at least', (found, operand) => found >= operand)],
  ['maxLength', length('maxLength', 'at most', (found, operand) => found <= operand)],
  ['pattern', pattern],
])

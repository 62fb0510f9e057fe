import { applyFixes, type Issue, type ValidateOptions, type ValidationReport, validatePipeline } from '@odp/dsl'

/** A fix can bring another to light, as when a key gets its right name. */
const MOST_ROUNDS = 20

/** A text with its safe fixes applied. */
export interface FixedText {
  readonly text: string
  /** What was found and is no longer there. */
  readonly applied: readonly Issue[]
  /** What is still found. */
  readonly report: ValidationReport
}

/** Applies the safe fixes of what a check finds, again and again until there are none. */
export function fixPipeline(given: string, options: ValidateOptions): FixedText {
  let text = given
  let report = validatePipeline(text, options)
  const applied: Issue[] = []
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const fixed = applyFixes(text, report.diagnostics, { safe_only: true })
    if (fixed.applied.length === 0 || fixed.text === text) break
    applied.push(...fixed.applied)
    text = fixed.text
    report = validatePipeline(text, options)
  }
  return { text, applied, report }
}

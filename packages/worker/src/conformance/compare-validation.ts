import type { Issue } from '@odp/dsl'
import type { Expectation, ExpectedDiagnostic } from './conformance-case.js'

/** What checking a case found before anything could run. */
export interface Checked {
  /** Findings about the document. */
  readonly issues: readonly Issue[]
  /** Findings about the input; they refuse the run, the document stays as valid as it is. */
  readonly inputIssues: readonly Issue[]
}

/** Where validation differs from what is expected of it. */
export function compareValidation(expected: Expectation['validation'], checked: Checked): string[] {
  if (expected === undefined) return []
  const { issues, inputIssues } = checked
  const differences: string[] = []
  const valid = !issues.some(isError)
  // An input that refuses the run makes neither answer wrong: it is the document that is valid, and the run that is not.
  if (expected.valid !== undefined && expected.valid !== valid && (expected.valid || !inputIssues.some(isError))) {
    differences.push(`validation: expected valid: ${expected.valid}, got ${valid}${list(issues)}`)
  }
  if (expected.diagnostics?.length === 0 && issues.length > 0) {
    differences.push(`validation: expected no diagnostics, got${list(issues)}`)
  }
  const all = [...issues, ...inputIssues]
  for (const diagnostic of expected.diagnostics ?? []) {
    if (all.some((issue) => isMatch(diagnostic, issue))) continue
    differences.push(`validation: no diagnostic matches ${JSON.stringify(diagnostic)}; there are${list(all)}`)
  }
  return differences
}

/** A finding in one line. */
export function describeIssue({ level, severity, line, column, message, hint }: Issue): string {
  const place = line === undefined ? '' : ` ${line}:${column}`
  return `level ${level} ${severity}${place}: ${message}${hint === undefined ? '' : ` (${hint})`}`
}

function isError(issue: Issue): boolean {
  return issue.severity === 'error'
}

function isMatch(expected: ExpectedDiagnostic, issue: Issue): boolean {
  const { contains, ...exact } = expected
  const text = `${issue.message}\n${issue.hint ?? ''}`
  if (contains !== undefined && !text.includes(contains)) return false
  return Object.entries(exact).every(([key, value]) => issue[key as keyof typeof exact] === value)
}

function list(issues: readonly Issue[]): string {
  return issues.length === 0 ? ' none' : issues.map((issue) => `\n  ${describeIssue(issue)}`).join('')
}

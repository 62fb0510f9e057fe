import type { Issue } from './issue.js'
import { makeIssue } from './make-issue.js'

/** The most findings of one document that are told. A person reads none of the rest, and a hostile text has a million. */
export const MOST_ISSUES = 1000

/** Findings of one check, which ends when there are more errors than are told. Warnings never end it: an error may follow. */
export class IssueList {
  readonly issues: Issue[] = []
  #errors = 0

  /** True when there are more errors than are told. */
  get isFull(): boolean {
    return this.#errors > MOST_ISSUES
  }

  add(...found: readonly Issue[]): void {
    this.addAll(found)
  }

  addAll(found: Iterable<Issue>): void {
    for (const issue of found) {
      if (this.isFull) return
      this.issues.push(issue)
      if (issue.severity === 'error') this.#errors += 1
    }
  }
}

/** The first findings, errors before warnings, in the order given; where some are left out, the last finding says so. */
export function firstIssues(issues: readonly Issue[]): readonly Issue[] {
  if (issues.length <= MOST_ISSUES) return issues
  const errors = issues.filter(({ severity }) => severity === 'error').length
  let roomForWarnings = Math.max(0, MOST_ISSUES - errors)
  const told = issues.filter(({ severity }) => severity === 'error' || roomForWarnings-- > 0).slice(0, MOST_ISSUES)
  const last = told.at(-1)
  if (last === undefined) return told
  const message = `there are more findings: of these the first ${MOST_ISSUES} are told, errors before warnings`
  const { line, column, end_line, end_column } = last
  return [
    ...told,
    {
      ...makeIssue('too_many_issues', message, last.path, {
        severity: errors > MOST_ISSUES ? 'error' : 'warning',
        hint: 'Correct these first; often one mistake is made over and over.',
      }),
      ...(line === undefined ? {} : { line, column, end_line, end_column }),
    },
  ]
}

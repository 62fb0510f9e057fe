import { ISSUE_CODES, type IssueCode } from './codes.js'
import type { DocumentPath, Issue } from './issue.js'

/** An issue with the level and severity of its code. */
export function makeIssue(
  code: IssueCode,
  message: string,
  path: DocumentPath,
  more: Partial<Pick<Issue, 'step' | 'hint' | 'fix' | 'severity'>> = {},
): Issue {
  const { level, severity } = ISSUE_CODES[code]
  return { code, level, severity, message, path, ...more }
}

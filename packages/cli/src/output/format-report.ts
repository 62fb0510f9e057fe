import type { Issue, ValidationReport } from '@odp/dsl'
import type { Colors } from './colors.js'
import { count } from './count.js'
import { formatIssue, type IssueSource } from './format-issue.js'

/** Issues that are shown of one document. */
const SHOWN = 100

/** All issues of a document, one below the other; of very many, the first. Ends with a line feed if there is one. */
export function formatIssues(issues: readonly Issue[], source: IssueSource, colors: Colors): string {
  const shown = issues.slice(0, SHOWN).map((issue) => `${formatIssue(issue, source, colors)}\n`)
  const rest = issues.length - shown.length
  return shown.join('') + (rest > 0 ? colors.dim(`… and ${rest} more; --json prints all\n`) : '')
}

/** The last line on a document: whether it holds, and what was found. */
export function formatSummary(report: ValidationReport, name: string, colors: Colors): string {
  const { valid, errors, warnings, estimated_cost_units, estimated_duration_minutes } = report
  const found = `${count(errors.length, 'error')}, ${count(warnings.length, 'warning')}`
  if (!valid) return `${colors.red('✖')} ${name}: ${found}`
  const parts = [
    warnings.length === 0 ? 'valid' : `valid, ${count(warnings.length, 'warning')}`,
    ...(estimated_cost_units === null ? [] : [count(estimated_cost_units, 'cost unit')]),
    ...(estimated_duration_minutes === null ? [] : [`${estimated_duration_minutes} min`]),
  ]
  return `${colors.green('✔')} ${name}: ${parts.join(' · ')}`
}

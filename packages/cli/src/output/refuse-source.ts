import type { ValidationReport } from '@odp/dsl'
import type { CliContext } from '../cli-context.js'
import { EXIT, type ExitCode } from '../exit-code.js'
import { colorsFor } from './colors.js'
import type { IssueSource } from './format-issue.js'
import { formatIssues, formatSummary } from './format-report.js'

/** Tells why a pipeline with errors is not worked on, and how the command ends. */
export function refuseSource(source: IssueSource, report: ValidationReport, context: CliContext): ExitCode {
  const colors = colorsFor(context.stderr, context.env)
  context.stderr.write(formatIssues(report.diagnostics, source, colors))
  context.stderr.write(`${formatSummary(report, source.name, colors)}\n`)
  return EXIT.failed
}

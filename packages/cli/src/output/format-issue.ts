import type { Issue } from '@odp/dsl'
import { codeFrame } from './code-frame.js'
import type { Colors } from './colors.js'
import { plainLine, plainText } from './plain-text.js'

/** What an issue was found in. */
export interface IssueSource {
  /** As the user called it. */
  readonly name: string
  /** Lines of the text; empty when there is no text. */
  readonly lines: readonly string[]
}

/**
 * One issue for people: `pipeline.yaml:31:18 warning may_be_skipped  message`, the line with a mark, hint and fix.
 * It can be clicked on in most terminals and read by editors that know compilers.
 */
export function formatIssue(issue: Issue, source: IssueSource, colors: Colors): string {
  const severity = issue.severity === 'error' ? colors.red('error') : colors.yellow('warning')
  const head = `${colors.bold(placeOf(issue, source.name))} ${severity} ${colors.dim(issue.code)}  ${plainText(issue.message)}`
  const indent = issue.line === undefined ? '  ' : ' '.repeat(String(issue.line).length + 5)
  const advice = [
    ...(issue.hint === undefined ? [] : [`${indent}${colors.cyan('hint:')} ${plainLine(issue.hint)}`]),
    ...(issue.fix === undefined ? [] : [`${indent}${colors.green('fix:')}  ${plainLine(issue.fix.title)}`]),
  ]
  return [head, ...codeFrame(issue, source.lines, colors), ...advice].join('\n')
}

function placeOf({ line, column, path }: Issue, name: string): string {
  if (line !== undefined) return `${name}:${line}:${column ?? 1}`
  return path.length === 0 ? name : `${name} ${plainLine(path.join('.'))}`
}

import { applyFixes, type Issue } from '@odp/dsl'

/** An issue as tools tell it. */
export interface ShortIssue {
  readonly code: string
  readonly severity: 'error' | 'warning'
  /** Line and column, `12:5`; the path where there are none. */
  readonly at: string
  readonly step?: string
  readonly message: string
  readonly hint?: string
  readonly fix?: { readonly title: string; readonly safe: boolean; readonly change?: string }
}

/** Characters that are read to show fixes as lines: for each the whole text is read again. */
const MOST_READ = 200_000
const LONGEST_MESSAGE = 400
const MOST_LINES = 4

/** The first issues, errors before warnings, each with the lines that its fix would change. */
export function shortIssues(issues: readonly Issue[], text: string, most: number): ShortIssue[] {
  const ordered = [...issues.filter(isError), ...issues.filter((issue) => !isError(issue))]
  let shown = Math.floor(MOST_READ / Math.max(1, text.length))
  return ordered.slice(0, most).map((issue) => {
    if (issue.fix !== undefined) shown -= 1
    return shortIssue(issue, shown < 0 ? undefined : text)
  })
}

function isError({ severity }: Issue): boolean {
  return severity === 'error'
}

function shortIssue(issue: Issue, text: string | undefined): ShortIssue {
  const { code, severity, line, column, path, step, message, hint, fix } = issue
  return {
    code,
    severity,
    at: line === undefined ? path.join('.') : `${line}:${column}`,
    ...(step === undefined ? {} : { step: cut(step) }),
    message: cut(message),
    ...(hint === undefined ? {} : { hint: cut(hint) }),
    ...(fix === undefined ? {} : { fix: { title: cut(fix.title), safe: fix.safe, ...changeOf(issue, text) } }),
  }
}

/** What the fix alone would change, as lines with `-` and `+`. */
function changeOf(issue: Issue, text: string | undefined): { readonly change?: string } {
  if (text === undefined) return {}
  const fixed = applyFixes(text, [issue]).text
  return fixed === text ? {} : { change: changedLines(text, fixed) }
}

function changedLines(before: string, after: string): string {
  const old = before.split('\n')
  const fresh = after.split('\n')
  let start = 0
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start += 1
  let end = 0
  const most = Math.min(old.length, fresh.length) - start
  while (end < most && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end += 1
  const removed = old.slice(start, old.length - end).map((line) => `- ${cut(line)}`)
  const added = fresh.slice(start, fresh.length - end).map((line) => `+ ${cut(line)}`)
  return [...removed.slice(0, MOST_LINES), ...added.slice(0, MOST_LINES)].join('\n')
}

function cut(text: string): string {
  return text.length <= LONGEST_MESSAGE ? text : `${text.slice(0, LONGEST_MESSAGE - 1)}…`
}

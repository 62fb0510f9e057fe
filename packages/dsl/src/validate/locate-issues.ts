import type { Issue } from '../issues/issue.js'
import type { PositionIndex, Range } from '../yaml/position-index.js'

/** Puts line and column to issues that have none, and sorts all by their place in the text. */
export function locateIssues(issues: readonly Issue[], positions: PositionIndex): Issue[] {
  return issues
    .map((issue) => (issue.line === undefined ? locate(issue, positions) : issue))
    .sort((left, right) => (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0))
}

function locate(issue: Issue, positions: PositionIndex): Issue {
  const range = rangeOf(issue, positions)
  if (range === undefined) return issue
  const { line, column, end_line, end_column } = range
  return { ...issue, line, column, end_line, end_column }
}

function rangeOf({ code, path }: Issue, positions: PositionIndex): Range | undefined {
  const holder = path.slice(0, -1)
  // The language page says where: unknown key → the key, missing key → the mapping's first key, else the value.
  if (code === 'unknown_key' || code === 'unknown_input' || code === 'unknown_output')
    return positions.key(path) ?? positions.nearestValue(path)
  if (code === 'missing_input')
    return positions.firstKey(holder) ?? positions.value(holder) ?? positions.firstKey(path.slice(0, -2))
  if (code === 'missing_key' || code === 'missing_name')
    return positions.firstKey(holder) ?? positions.nearestValue(holder)
  return positions.value(path) ?? positions.nearestValue(path)
}

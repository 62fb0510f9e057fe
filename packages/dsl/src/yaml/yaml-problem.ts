import type { IssueCode } from '../issues/codes.js'
import type { IssueSeverity } from '../issues/issue.js'

/** A finding of the reader, before its place is known as path, line and column. Offsets count in the text that was parsed. */
export interface YamlProblem {
  readonly code: IssueCode
  readonly severity?: IssueSeverity
  readonly offset: number
  readonly end: number
  readonly message: string
  readonly hint?: string
}

/** Beyond this many, problems of one text are no longer kept: a hostile text can hold millions. */
const MAX_KEPT = 10_000

/** Collects problems up to a bound. Warnings fill at most half of it, so that no number of them hides an error. */
export class YamlProblems {
  readonly list: YamlProblem[] = []

  get full(): boolean {
    return this.list.length >= MAX_KEPT
  }

  add(problem: YamlProblem): void {
    const room = problem.severity === 'warning' ? MAX_KEPT / 2 : MAX_KEPT
    if (this.list.length < room) this.list.push(problem)
  }
}

import type { Issue } from '../issues/issue.js'

/** A pipeline that cannot be built. `issues` holds every problem that was found. */
export class PipelineBuildError extends Error {
  override readonly name = 'PipelineBuildError'
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    super(
      [
        'The pipeline cannot be built:',
        ...issues.map((issue) => `- ${issue.message}${issue.hint ? ` (${issue.hint})` : ''}`),
      ].join('\n'),
    )
    this.issues = issues
  }
}

import type { Issue } from '../issues/issue.js'

/**
 * A pipeline that cannot be built, thrown by `build()` and `generateTypeScript()`. `issues` holds every problem that was found.
 *
 * @example
 * ```ts
 * import { PipelineBuildError, pipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * try {
 *   pipeline(meta).function('greet', { method: 'greet', on_error: { fallback_step: 'gret' } }).build()
 * } catch (error) {
 *   if (error instanceof PipelineBuildError) console.error(error.issues.map((issue) => issue.message))
 * }
 * ```
 */
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

import type { DocumentPath, Issue } from '../issues/issue.js'

/**
 * An edit that cannot be made: its path leads nowhere, a key is taken, or the text cannot be read (then `issues` says why).
 *
 * @example
 * ```ts
 * import { editPipeline, PipelineEditError } from '@odp/dsl'
 *
 * try {
 *   editPipeline('steps: []\n', [{ kind: 'remove', path: ['steps', 3] }])
 * } catch (error) {
 *   if (error instanceof PipelineEditError) console.error(error.path, error.message)
 * }
 * ```
 */
export class PipelineEditError extends Error {
  override readonly name = 'PipelineEditError'
  readonly path: DocumentPath
  readonly issues: readonly Issue[]

  constructor(message: string, path: DocumentPath, issues: readonly Issue[] = []) {
    super(path.length === 0 ? message : `${pathText(path)}: ${message}`)
    this.path = path
    this.issues = issues
  }
}

function pathText(path: DocumentPath): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}

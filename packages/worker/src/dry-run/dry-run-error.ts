/**
 * A dry run was asked to do what its pipeline has no place for; the message names what it has.
 *
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 * import { DryRunError, dryRun } from '@odp/worker/in-process'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta).function('greet', { method: 'greet' }).build()
 * await dryRun(planPipeline(document), {}, { document, seed: 1, faults: { gret: {} } }).catch((error: unknown) => {
 *   if (error instanceof DryRunError) console.error(error.message)
 * })
 * ```
 */
export class DryRunError extends Error {
  override readonly name = 'DryRunError'
}

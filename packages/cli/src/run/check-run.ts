import { checkInput, checkPipeline, type Issue, type Json, type PipelineDocument, planPipeline } from '@odp/dsl'
import type { Plan } from '@odp/dsl/plan'
import { workerInstallation } from '@odp/worker'
import type { CatalogSource } from '../sources/read-catalog.js'
import type { PipelineSource } from '../sources/read-pipeline.js'

/** A pipeline that may be run, or why not. */
export type CheckedRun =
  | { readonly kind: 'refused'; readonly issues: readonly Issue[] }
  | {
      readonly kind: 'accepted'
      readonly pipeline: PipelineDocument
      readonly plan: Plan
      readonly warnings: readonly Issue[]
    }

/** Checks a pipeline on all levels against what the worker of this process can do, and its input. */
export function checkRun(
  source: PipelineSource,
  input: Record<string, Json>,
  catalog: CatalogSource | undefined,
): CheckedRun {
  const known = catalog === undefined ? {} : { catalog: catalog.catalog }
  const { report, pipeline, methods } = checkPipeline(source.pipeline, {
    ...known,
    installation: workerInstallation(catalog?.code),
  })
  if (!report.valid || pipeline === undefined) return { kind: 'refused', issues: report.diagnostics }
  const inputIssues = checkInput(pipeline, input)
  if (inputIssues.length > 0) return { kind: 'refused', issues: inputIssues }
  return {
    kind: 'accepted',
    pipeline,
    plan: planPipeline(pipeline, { methods, ...known }),
    warnings: report.diagnostics,
  }
}

import { type CheckedPipeline, checkPipeline, type Issue, type PipelineDocument, type ValidationReport } from '@odp/dsl'
import { shortIssues } from './short-issue.js'
import type { ToolContext } from './tool-context.js'
import { ToolError } from './tool-error.js'

/** Codes that tell of this installation and not of the document. */
const BLOCKERS: ReadonlySet<string> = new Set(['connector_missing', 'method_not_runnable'])

/** A pipeline that was checked. */
export interface CheckedText {
  /** Whether the document itself has no errors. */
  readonly valid: boolean
  readonly report: ValidationReport
  /** What was found, without what only says that this installation cannot run it. */
  readonly issues: readonly Issue[]
  /** Why this installation cannot run it. */
  readonly blockers: readonly Issue[]
  readonly pipeline: PipelineDocument | undefined
  readonly methods: CheckedPipeline['methods']
}

/** Checks a text on all levels. */
export function checkText(context: ToolContext, text: string): CheckedText {
  const { index, installation } = context
  const { report, pipeline, methods } = checkPipeline(text, {
    ...(index === undefined ? {} : { catalog: index }),
    ...(installation === undefined ? {} : { installation }),
  })
  const blockers = report.diagnostics.filter(({ code }) => BLOCKERS.has(code))
  const issues = report.diagnostics.filter(({ code }) => !BLOCKERS.has(code))
  const valid = pipeline !== undefined && !issues.some(({ severity }) => severity === 'error')
  return { valid, report, issues, blockers, pipeline, methods }
}

/** Why this installation cannot run a pipeline, for an answer. */
export function blockersOf({ blockers }: CheckedText): { readonly cannot_run_here?: readonly string[] } {
  if (blockers.length === 0) return {}
  return {
    cannot_run_here: blockers.map(
      ({ code, message, hint }) => `${code}: ${message}${hint === undefined ? '' : `; ${hint}`}`,
    ),
  }
}

/** A text that has no errors, as a document. */
export function validText(context: ToolContext, text: string): CheckedText & { readonly pipeline: PipelineDocument } {
  const checked = checkText(context, text)
  const { valid, pipeline, issues } = checked
  if (valid && pipeline !== undefined) return { ...checked, pipeline }
  throw invalid(text, issues)
}

/** Refuses a text because of its errors, which are told. */
export function invalid(text: string, issues: readonly Issue[]): ToolError {
  const errors = issues.filter(({ severity }) => severity === 'error')
  return new ToolError(
    'pipeline_invalid',
    `the pipeline has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}`,
    {
      hint: 'validate_pipeline tells all; apply_fixes repairs what has a fix',
      details: { issues: shortIssues(errors, text, 5) },
    },
  )
}

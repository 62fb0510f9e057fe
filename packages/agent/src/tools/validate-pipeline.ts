import * as z from 'zod'
import { defineTool, pipelineArgument, verboseArgument } from './agent-tool.js'
import { blockersOf, checkText } from './checked-text.js'
import { shortIssues } from './short-issue.js'

const FEW_ISSUES = 10
const MANY_ISSUES = 100

export const validatePipelineTool = defineTool({
  name: 'validate_pipeline',
  description:
    'Checks a pipeline: shape, catalog, references, expressions. Each issue says where, what is available, and its fix; apply_fixes applies them. `cannot_run_here` says what this installation lacks.',
  input: z.strictObject({ pipeline: pipelineArgument, verbose: verboseArgument }),
  effect: 'none',
  run(context, { pipeline, verbose }) {
    const checked = checkText(context, pipeline)
    const { valid, report, issues } = checked
    const errors = issues.filter(({ severity }) => severity === 'error').length
    const shown = shortIssues(issues, pipeline, verbose === true ? MANY_ISSUES : FEW_ISSUES)
    return {
      valid,
      errors,
      warnings: issues.length - errors,
      fixes: issues.filter(({ fix }) => fix !== undefined).length,
      issues: shown,
      ...(shown.length < issues.length ? { more_issues: issues.length - shown.length } : {}),
      ...blockersOf(checked),
      ...(valid ? { estimated_cost_units: report.estimated_cost_units } : {}),
    }
  },
})

import { applyFixes, type Issue } from '@odp/dsl'
import * as z from 'zod'
import { defineTool, pipelineArgument } from './agent-tool.js'
import { checkText } from './checked-text.js'
import { shortIssues } from './short-issue.js'

/** A fix can bring another to light, as when a key gets its right name. */
const MOST_ROUNDS = 20
const FEW_ISSUES = 5

export const applyFixesTool = defineTool({
  name: 'apply_fixes',
  description:
    'Applies the fixes of validate_pipeline to a pipeline and gives the new text, with what is left. Everything else stays byte for byte. By default only fixes that cannot change the meaning; `include_unsafe` applies all, `codes` only those of some issues.',
  input: z.strictObject({
    pipeline: pipelineArgument,
    include_unsafe: z.boolean().optional().describe('Apply fixes that could change the meaning, too. Default false.'),
    codes: z.array(z.string().max(100)).max(100).optional().describe('Only fixes of issues with these codes.'),
  }),
  effect: 'none',
  whole: ['pipeline'],
  run(context, { pipeline, include_unsafe, codes }) {
    const isWanted = (issue: Issue) => codes === undefined || codes.includes(issue.code)
    let text = pipeline
    let checked = checkText(context, text)
    const applied: Issue[] = []
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const fixed = applyFixes(text, checked.issues.filter(isWanted), { safe_only: include_unsafe !== true })
      if (fixed.applied.length === 0 || fixed.text === text) break
      applied.push(...fixed.applied)
      text = fixed.text
      checked = checkText(context, text)
    }
    const unsafe = checked.issues.filter(({ fix }) => fix?.safe === false).length
    return {
      pipeline: text,
      applied: applied.map(({ code, fix }) => ({ code, title: fix?.title })),
      valid: checked.valid,
      issues: shortIssues(checked.issues, text, FEW_ISSUES),
      ...(unsafe > 0 && include_unsafe !== true ? { unsafe_fixes: unsafe } : {}),
    }
  },
})

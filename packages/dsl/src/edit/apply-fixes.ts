import type { Issue } from '../issues/issue.js'
import { addFixes } from './add-fixes.js'
import { draftEdits } from './draft-edits.js'
import { readEditableText } from './editable-text.js'

/**
 * A text after fixes.
 *
 * @example
 * ```ts
 * import { applyFixes, type FixedPipeline, validatePipeline } from '@odp/dsl'
 *
 * const repaired = (text: string): FixedPipeline => applyFixes(text, validatePipeline(text).diagnostics)
 * ```
 */
export interface FixedPipeline {
  readonly text: string
  /** The issues whose fix was applied. */
  readonly applied: readonly Issue[]
}

/**
 * Applies the fixes of issues to the text that they were found in, without touching anything else. Of fixes that
 * touch the same place the first is taken; check the result again to see what is left. A text with syntax errors is
 * left as it is.
 *
 * @param options `safe_only`: leave out the fixes that could change what a reader understood
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { applyFixes, validatePipeline } from '@odp/dsl'
 *
 * const source = readFileSync('pipeline.yaml', 'utf8')
 * const { diagnostics } = validatePipeline(source)
 * const { text, applied } = applyFixes(source, diagnostics, { safe_only: true })
 * ```
 */
export function applyFixes(
  text: string,
  issues: readonly Issue[],
  options: { readonly safe_only?: boolean } = {},
): FixedPipeline {
  const source = readEditableText(text)
  if ('issues' in source) return { text, applied: [] }
  const { draft, applied } = addFixes(
    source.draft,
    issues,
    ({ fix }) => fix?.safe === true || options.safe_only !== true,
  )
  return { text: draftEdits(source, draft).text, applied }
}

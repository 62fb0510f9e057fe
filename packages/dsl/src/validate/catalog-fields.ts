import { loopsAround, loopVariable, type OutlineStep } from '../document/outline.js'
import type { StepReference } from '../document/step-references.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { DocumentTypes } from './catalog-types.js'

/**
 * Fields that do not exist as far as the catalog, or the list that a loop goes over, tells. What the document alone tells is left out: that is
 * checked with the references.
 *
 * @param withCatalog types with what the catalog knows
 * @param alone types of the document alone
 */
export function fieldIssues(
  step: OutlineStep,
  references: readonly StepReference[],
  withCatalog: DocumentTypes,
  alone: DocumentTypes,
): Issue[] {
  return references.flatMap((reference) => {
    const { path, own, at, guarded } = reference
    const isItem = !own && loopsAround(step).some((loop) => loopVariable(loop) === path.root)
    if (!own && !isItem && (path.root === 'input' || path.root === 'run')) return []
    const found = withCatalog.read(step, path, own)
    if (found.kind !== 'missing' || (!isItem && alone.read(step, path, own).kind === 'missing')) return []
    const code = found.reason === 'splat' ? 'splat_on_non_list' : 'unknown_field'
    // Whoever gives an alternative has reckoned with a field that is not there; `[*]` on no list is an error even then.
    const severity = guarded && found.reason === 'field' ? { severity: 'warning' as const } : {}
    return [makeIssue(code, `${found.message} (in {{${path.text}}})`, at, { step: step.id, ...severity })]
  })
}

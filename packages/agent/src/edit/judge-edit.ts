import { editPipeline, type Issue, type PipelineDocument, parsePipeline, validatePipeline } from '@odp/dsl'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PolicyBreach } from '../policy/breach.js'
import { documentBreaches } from '../policy/check-document.js'
import { sessionPolicy } from '../policy/document-policy.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { applyOperations } from './apply-operations.js'
import type { EditOperation } from './edit-operation.js'

/** What becomes of a changed pipeline. */
export type EditJudgement =
  | {
      readonly kind: 'valid'
      /** The text, in which everything that was not changed is byte for byte as it was. */
      readonly text: string
      readonly document: PipelineDocument
      readonly cost: number | null
    }
  | { readonly kind: 'empty' }
  | { readonly kind: 'issues'; readonly issues: readonly Issue[] }
  | { readonly kind: 'breach'; readonly breaches: readonly PolicyBreach[] }

/** Makes the changes, and holds what comes of them against the checker and the policy: an edit gets nothing that a draft could not. */
export function judgeEdit(
  pipeline: string,
  operations: readonly EditOperation[],
  catalog: PlannerCatalog,
  context: PlannerContext,
): EditJudgement {
  const given = parsePipeline(pipeline)
  if (given.pipeline === undefined) return { kind: 'issues', issues: given.issues }
  const changed = applyOperations(given.pipeline, operations, catalog)
  if (changed.steps.length === 0) return { kind: 'empty' }
  const { text } = editPipeline(pipeline, () => changed)
  const { pipeline: document } = parsePipeline(text)
  const { valid, diagnostics, estimated_cost_units } = validatePipeline(text, { catalog: catalog.index })
  if (document === undefined || !valid)
    return { kind: 'issues', issues: diagnostics.filter(({ severity }) => severity === 'error') }
  const breaches = documentBreaches(document, sessionPolicy(context, catalog), given.pipeline)
  if (breaches.length > 0) return { kind: 'breach', breaches }
  return { kind: 'valid', text, document, cost: estimated_cost_units }
}

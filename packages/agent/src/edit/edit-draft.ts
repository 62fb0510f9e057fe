import { parsePipeline } from '@odp/dsl'
import type { FlatPlan } from '../plan/flat-plan.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerOptions } from '../planner/planner-options.js'
import { PLANNER_NAME, tooLong } from '../planner/typed/typed-planner.js'
import { findRefusals, withoutRefused } from '../policy/refusals.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { stem } from '../words/stem.js'
import { applyEdit } from './apply-edit.js'
import { liftDocument } from './lift-document.js'
import { unreadable } from './unreadable.js'

/**
 * Changes a pipeline as a request says. Steps that it does not speak of stay as they are, byte for byte.
 *
 * @example
 * ```ts
 * import { editDraft, preparePlannerCatalog } from '@odp/agent'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const change = (yaml: string) => editDraft('remove the counting', yaml, catalog, { context: { workspace_id: 'w', project_id: 'p' } })
 * ```
 */
export function editDraft(request: string, pipeline: string, catalog: PlannerCatalog, options: PlannerOptions): Draft {
  const length = tooLong(request)
  if (length !== undefined) return { outcome: 'abstain', missing: length, unused_words: [], planner: PLANNER_NAME }
  const parsed = parsePipeline(pipeline)
  const lifted = parsed.pipeline === undefined ? undefined : liftDocument(parsed.pipeline)
  const refusals = findRefusals(request, options.context).filter(
    ({ start, end }) => lifted === undefined || !isOfPort(request.slice(start, end), lifted, catalog),
  )
  const policy = [...new Set(refusals.map(({ reason }) => reason))]
  if (refusals.some(({ is_whole }) => is_whole))
    return { outcome: 'policy', policy, unused_words: [], planner: PLANNER_NAME }
  if (parsed.pipeline === undefined || lifted === undefined) {
    return {
      outcome: 'abstain',
      missing: unreadable(parsed.issues),
      unused_words: [],
      planner: PLANNER_NAME,
    }
  }
  const draft = applyEdit({
    text: withoutRefused(request, refusals),
    pipeline,
    lifted,
    document: parsed.pipeline,
    catalog,
    options,
  })
  return policy.length === 0 ? draft : { ...draft, outcome: 'policy', policy: [...policy, ...(draft.policy ?? [])] }
}

/** `raise the limit`: said of a step that has such an input it is no limit of the session. */
function isOfPort(refused: string, lifted: FlatPlan, catalog: PlannerCatalog): boolean {
  const limit = /^raise (?:the |my |our )?(limits?)$/i.exec(refused.trim())?.[1]
  return (
    limit !== undefined &&
    lifted.steps.some(({ uses }) =>
      catalog.byId(uses).some(({ inputs }) => inputs.some(({ words }) => words.includes(stem(limit)))),
    )
  )
}

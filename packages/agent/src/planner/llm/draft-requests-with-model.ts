import { type DraftRequest, type Prediction, predictionOf } from '../../requests/draft-requests.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { Draft } from '../draft.js'
import { editWithModel } from './edit-with-model.js'
import { draftWithModel } from './llm-planner.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'

/**
 * Drafts for requests with a model, and for their paraphrases under `<id>#p1`, `<id>#p2`, one after the other.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { draftRequestsWithModel } from '@odp/agent/llm'
 * import { llmClient } from '@odp/worker/llm'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const client = llmClient({ model: 'qwen3:8b', base_url: 'http://127.0.0.1:11434/v1' })
 * const options = { client, context: { workspace_id: 'w', project_id: 'p' } }
 * for await (const { id, outcome } of draftRequestsWithModel([{ id: 'r1', request: 'count the birds' }], catalog, options))
 *   console.log(id, outcome)
 * ```
 */
export async function* draftRequestsWithModel(
  requests: readonly DraftRequest[],
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
): AsyncGenerator<Prediction> {
  const draft = async (text: string, pipeline: string | undefined): Promise<Draft> =>
    pipeline === undefined ? draftWithModel(text, catalog, options) : editWithModel(text, pipeline, catalog, options)
  for (const { id, request, paraphrases = [], pipeline } of requests) {
    yield predictionOf(id, await draft(request, pipeline))
    for (const [at, text] of paraphrases.entries()) yield predictionOf(`${id}#p${at + 1}`, await draft(text, pipeline))
  }
}

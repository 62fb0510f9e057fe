import { editDraft } from '../edit/edit-draft.js'
import { draftChain } from '../evaluation/draft-chain.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerContext } from '../planner/planner-options.js'
import { draftPipeline } from '../planner/typed/typed-planner.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'

/**
 * A request to draft for; with `pipeline` it asks for a change of that document.
 *
 * @example
 * ```ts
 * import type { DraftRequest } from '@odp/agent'
 *
 * const request: DraftRequest = { id: 'r1', request: 'count the birds' }
 * ```
 */
export interface DraftRequest {
  readonly id: string
  readonly request: string
  readonly paraphrases?: readonly string[]
  /** YAML of the pipeline to edit. */
  readonly pipeline?: string
}

/**
 * A draft as evaluation files hold it, one a line.
 *
 * @example
 * ```ts
 * import type { Prediction } from '@odp/agent'
 *
 * const line = (prediction: Prediction) => JSON.stringify(prediction)
 * ```
 */
export interface Prediction extends Pick<Draft, 'outcome' | 'unused_words' | 'planner' | 'missing'> {
  readonly id: string
  readonly plan?: Draft['graph']
  readonly document?: string
  readonly question?: string
  readonly policy?: string
}

/**
 * Who plans: the typed planner, or one of the two that it is measured against.
 *
 * @example
 * ```ts
 * import type { PlannerName } from '@odp/agent'
 *
 * const planner: PlannerName = 'typed'
 * ```
 */
export type PlannerName = 'typed' | 'typed-without-types' | 'bm25-chain'

/** Drafts for one request, with a document or without. */
function draftOne(
  request: string,
  pipeline: string | undefined,
  catalog: PlannerCatalog,
  context: PlannerContext,
  planner: PlannerName,
): Draft {
  if (planner === 'bm25-chain') return draftChain(request, catalog, context)
  const options = { context, use_types: planner !== 'typed-without-types' }
  return pipeline === undefined
    ? draftPipeline(request, catalog, options)
    : editDraft(request, pipeline, catalog, options)
}

/**
 * Drafts for requests, and for their paraphrases under `<id>#p1`, `<id>#p2`.
 *
 * @example
 * ```ts
 * import { draftRequests, preparePlannerCatalog } from '@odp/agent'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const context = { workspace_id: 'w', project_id: 'p' }
 * for (const { id, outcome } of draftRequests([{ id: 'r1', request: 'count the birds' }], catalog, context)) console.log(id, outcome)
 * ```
 */
export function* draftRequests(
  requests: readonly DraftRequest[],
  catalog: PlannerCatalog,
  context: PlannerContext,
  planner: PlannerName = 'typed',
): Generator<Prediction> {
  for (const { id, request, paraphrases = [], pipeline } of requests) {
    yield predictionOf(id, draftOne(request, pipeline, catalog, context, planner), planner)
    for (const [at, text] of paraphrases.entries())
      yield predictionOf(`${id}#p${at + 1}`, draftOne(text, pipeline, catalog, context, planner), planner)
  }
}

/** A draft as a line of an evaluation file. */
export function predictionOf(id: string, draft: Draft, name: PlannerName = 'typed'): Prediction {
  const { outcome, graph, document, question, missing, policy, unused_words, planner } = draft
  return {
    id,
    outcome,
    ...(graph === undefined ? {} : { plan: graph }),
    ...(document === undefined ? {} : { document }),
    ...(question === undefined ? {} : { question: question.text }),
    ...(missing === undefined ? {} : { missing }),
    ...(policy === undefined ? {} : { policy: policy.join('; ') }),
    unused_words,
    planner: name === 'typed-without-types' ? `${planner} without types` : planner,
  }
}

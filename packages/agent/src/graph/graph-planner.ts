import type { Json } from '@odp/dsl'
import { LlmBudget, LlmError, type LlmLimits, type LlmUsage } from '@odp/worker/llm'
import { editDraft } from '../edit/edit-draft.js'
import type { FlatPlan } from '../plan/flat-plan.js'
import type { Draft } from '../planner/draft.js'
import { findCandidates } from '../planner/llm/candidates.js'
import { completeWiring } from '../planner/llm/complete-wiring.js'
import { LIMITS, plannerName } from '../planner/llm/draft-by-model.js'
import { editWithModel } from '../planner/llm/edit-with-model.js'
import type { LlmPlannerOptions } from '../planner/llm/llm-planner-options.js'
import type { PlanAnswer } from '../planner/llm/plan-answer.js'
import { type Feedback, type Proposal, proposePlan } from '../planner/llm/proposal.js'
import type { PlannerContext } from '../planner/planner-options.js'
import { draftPipeline, PLANNER_NAME } from '../planner/typed/typed-planner.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import type { ConversationState } from './conversation-state.js'

/**
 * What a planner is asked for.
 *
 * @example
 * ```ts
 * import type { PlanningTask } from '@odp/agent/graph'
 *
 * const task: PlanningTask = { request: 'count the birds', answers: [] }
 * ```
 */
export interface PlanningTask {
  /** The request, with what people answered. */
  readonly request: string
  /** The pipeline that it is to change. */
  readonly pipeline?: string
  readonly answers: readonly Json[]
  /** What the conversation has taken of a model so far. */
  readonly used?: LlmUsage
}

/**
 * What a planner gives: a plan, a document, a question, or what is missing.
 *
 * @example
 * ```ts
 * import type { Planned } from '@odp/agent/graph'
 *
 * const nothing: Planned = { missing: 'nothing in the catalog counts birds' }
 * ```
 */
export type Planned = Pick<
  ConversationState,
  'draft' | 'document' | 'answer' | 'question' | 'missing' | 'failure' | 'usage'
> & { readonly policy?: readonly string[]; readonly unused_words?: readonly string[] }

/**
 * A planner as the graph asks it.
 *
 * @example
 * ```ts
 * import { type GraphPlanner, typedGraphPlanner } from '@odp/agent/graph'
 * import type { PlannerCatalog } from '@odp/agent'
 *
 * const planner = (catalog: PlannerCatalog): GraphPlanner => typedGraphPlanner(catalog, { workspace_id: 'w', project_id: 'p' })
 * ```
 */
export interface GraphPlanner {
  readonly name: string
  /** Names of what it will choose from. */
  candidates(request: string): readonly string[]
  draft(task: PlanningTask): Promise<Planned>
  /** Mends a plan. Absent: its plans need none, or it cannot. */
  repair?(task: PlanningTask, answer: unknown, issues: readonly Feedback[]): Promise<Planned>
  /** Another plan in place of one that could not be mended, and why it is not that one. Absent: there is none. */
  standIn?(task: PlanningTask, issues: readonly Feedback[]): Promise<Planned>
}

/**
 * The typed planner: no model, no network.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { typedGraphPlanner } from '@odp/agent/graph'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * typedGraphPlanner(catalog, { workspace_id: 'w', project_id: 'p' }).name // 'typed/1'
 * ```
 */
export function typedGraphPlanner(catalog: PlannerCatalog, context: PlannerContext): GraphPlanner {
  return {
    name: PLANNER_NAME,
    candidates: (request) => findCandidates(request, catalog).map(({ name }) => name),
    draft: async (task) => plannedOf(typedDraft(task, catalog, context)),
  }
}

function typedDraft({ request, pipeline }: PlanningTask, catalog: PlannerCatalog, context: PlannerContext): Draft {
  return pipeline === undefined
    ? draftPipeline(request, catalog, { context })
    : editDraft(request, pipeline, catalog, { context })
}

/**
 * The planner with a language model; with `hybrid` the typed planner fills in what the model leaves open, and stands in for it.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { modelGraphPlanner } from '@odp/agent/graph'
 * import { llmClient } from '@odp/worker/llm'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const client = llmClient({ model: 'qwen3:8b', base_url: 'http://127.0.0.1:11434/v1' })
 * const planner = modelGraphPlanner(catalog, { client, context: { workspace_id: 'w', project_id: 'p' } })
 * ```
 */
export function modelGraphPlanner(catalog: PlannerCatalog, options: LlmPlannerOptions): GraphPlanner {
  const { context, hybrid = false } = options
  const propose = async (
    task: PlanningTask,
    earlier?: { answer: PlanAnswer; feedback: readonly Feedback[] },
  ): Promise<Planned> => {
    const typed = hybrid ? typedDraft(task, catalog, context) : undefined
    const budget = new LlmBudget(limitsLeft({ ...LIMITS, ...options.limits }, task.used))
    try {
      const candidates = findCandidates(
        task.request,
        catalog,
        typed?.flat?.steps.map(({ uses }) => uses),
      )
      const proposal = await proposePlan(
        task.request,
        candidates,
        { ...options, answers: task.answers },
        budget,
        earlier,
      )
      return { ...proposed(proposal, catalog, hybrid ? typed?.flat : null), usage: budget.usage }
    } catch (error) {
      if (!(error instanceof LlmError)) throw error
      const failure = { code: error.code, message: error.message }
      // Whose plan it is has to be told.
      if (typed !== undefined) return { ...plannedOf(typed), failure, usage: budget.usage }
      return { failure, missing: `the model gave no plan: ${error.message}`, usage: budget.usage }
    }
  }
  /** A change is mended within; nothing of it is left to be repaired. */
  const change = async (task: PlanningTask, pipeline: string): Promise<Planned> => {
    const { answers } = task
    const limits = limitsLeft({ ...LIMITS, ...options.limits }, task.used)
    const draft = await editWithModel(task.request, pipeline, catalog, { ...options, answers, limits })
    const { failure, usage } = draft
    return { ...plannedOf(draft), usage, ...(failure === undefined ? {} : { failure }) }
  }
  const standIn = async (task: PlanningTask, [issue]: readonly Feedback[]): Promise<Planned> => {
    const failure = { code: 'llm_answer_invalid', message: `its plan is not valid: ${issue?.message ?? ''}` }
    return { ...plannedOf(typedDraft(task, catalog, context)), failure }
  }
  return {
    name: plannerName(options),
    candidates: (request) => findCandidates(request, catalog).map(({ name }) => name),
    draft: (task) => (task.pipeline === undefined ? propose(task) : change(task, task.pipeline)),
    repair: (task, answer, feedback) => propose(task, { answer: answer as PlanAnswer, feedback }),
    ...(hybrid ? { standIn } : {}),
  }
}

/** A conversation has one budget, whichever process it is held in; seconds count for each call of the planner. */
function limitsLeft({ calls, tokens, seconds }: LlmLimits, used: LlmUsage | undefined): LlmLimits {
  const taken = used ?? { calls: 0, input_tokens: 0, output_tokens: 0 }
  return {
    ...(calls === undefined ? {} : { calls: calls - taken.calls }),
    ...(tokens === undefined ? {} : { tokens: tokens - taken.input_tokens - taken.output_tokens }),
    ...(seconds === undefined ? {} : { seconds }),
  }
}

function proposed(proposal: Proposal, catalog: PlannerCatalog, typed: FlatPlan | undefined | null): Planned {
  const { unused_words } = proposal.answer
  if (proposal.kind === 'question')
    return { question: { text: proposal.text, options: [...proposal.options] }, unused_words }
  if (proposal.kind === 'abstain') return { missing: proposal.missing, unused_words }
  const draft = typed === null ? proposal.plan : completeWiring(proposal.plan, catalog, typed)
  return { draft, answer: proposal.answer, unused_words }
}

function plannedOf({ outcome, flat, document, question, missing, policy = [], unused_words }: Draft): Planned {
  const base = { policy, unused_words }
  if (outcome === 'question' && question !== undefined)
    return { ...base, question: { text: question.text, options: [...(question.options ?? [])] } }
  // What is left of a request without the part that was refused may still be wanted.
  if (document !== undefined) return { ...base, document, ...(flat === undefined ? {} : { draft: flat }) }
  return { ...base, missing: missing ?? 'nothing was found that does what is asked' }
}

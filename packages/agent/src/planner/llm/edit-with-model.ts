import { parsePipeline } from '@odp/dsl'
import type { LlmBudget } from '@odp/worker/llm'
import type * as z from 'zod'
import { editDraft } from '../../edit/edit-draft.js'
import type { EditOperation } from '../../edit/edit-operation.js'
import { editedDraft } from '../../edit/edited-draft.js'
import { type EditJudgement, judgeEdit } from '../../edit/judge-edit.js'
import { liftDocument } from '../../edit/lift-document.js'
import { unreadable } from '../../edit/unreadable.js'
import type { FlatPlan } from '../../plan/flat-plan.js'
import type { PolicyBreach } from '../../policy/breach.js'
import { checkOperationsPolicy } from '../../policy/check-operations.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { Draft } from '../draft.js'
import { askForForm, type EarlierAnswer } from './ask-for-form.js'
import { type Candidate, findCandidates } from './candidates.js'
import { completeWiring } from './complete-wiring.js'
import { draftByModel, MOST_REPAIRS, type ModelEnding, type ModelSession, plannerName } from './draft-by-model.js'
import { type EditAnswer, editAnswer, readEditAnswer } from './edit-answer.js'
import { editingData, editingPrompt } from './editing-prompt.js'
import type { LlmDraft } from './llm-draft.js'
import type { LlmPlannerOptions } from './llm-planner-options.js'
import { clipped, feedbackOf } from './proposal.js'

const MOST_STEPS = 200
const MOST_GIVEN = 25

/**
 * Changes a pipeline with a language model, which sees the request, the plan of the pipeline and the nearest of the catalog. It answers with the typed
 * operations that the typed planner has too; the same code checks and applies them. What they do not name stays byte for byte as it is. Issues are given
 * back at most three times, as long as they become fewer; it ends in an outcome of a draft, whatever the model does.
 *
 * @throws the reason of the signal, where it is aborted
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { editWithModel } from '@odp/agent/llm'
 * import { llmClient } from '@odp/worker/llm'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const client = llmClient({ model: 'qwen3:8b', base_url: 'http://127.0.0.1:11434/v1' })
 * const options = { client, context: { workspace_id: 'w', project_id: 'p' } }
 * const change = (yaml: string) => editWithModel('count twice as many at a time', yaml, catalog, options)
 * ```
 */
export async function editWithModel(
  request: string,
  pipeline: string,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
): Promise<LlmDraft> {
  return draftByModel(request, options, {
    gives: 'change',
    empty: 'the request names nothing that could be changed',
    typed: () => editDraft(request, pipeline, catalog, options),
    ask: (asked, session) => change(asked, pipeline, catalog, options, session),
  })
}

async function change(
  request: string,
  pipeline: string,
  catalog: PlannerCatalog,
  options: LlmPlannerOptions,
  { budget, policy, typed }: ModelSession,
): Promise<ModelEnding> {
  const none = { unused_words: [], repairs: 0, outcome: 'abstain' } as const
  const { pipeline: document, issues } = parsePipeline(pipeline)
  if (document === undefined) return { ...none, missing: unreadable(issues) }
  const lifted = liftDocument(document)
  if (lifted.steps.length > MOST_STEPS) {
    const missing = `the pipeline has ${lifted.steps.length} steps, above the ${MOST_STEPS} that are shown to a model`
    return { ...none, missing }
  }
  const judge = (operations: readonly EditOperation[]): Judgement => {
    const breaches = checkOperationsPolicy(operations, document, catalog, options.context)
    const grave = breaches.filter(({ code }) => code !== 'malformed')
    if (grave.length > 0) return { kind: 'breach', breaches: grave }
    return breaches.length > 0
      ? { kind: 'malformed', breaches }
      : judgeEdit(pipeline, operations, catalog, options.context)
  }
  const editing = { request, lifted, candidates: candidatesOf(request, lifted, catalog), options, budget }
  const { answer, judgement, repairs } = await ask(editing, catalog, typed?.flat, judge)
  const unused_words = answer.unused_words.slice(0, 50).map((word) => word.slice(0, 50))
  if (judgement === undefined) return { ...withoutOperations(answer, policy), unused_words, repairs }
  if (judgement.kind === 'malformed' || judgement.kind === 'issues') {
    const feedback = judgement.kind === 'issues' ? feedbackOf(judgement.issues) : judgement.breaches
    const missing = `the change gives no valid pipeline: ${feedback[0]?.message ?? ''}`
    return { outcome: 'abstain', missing, issues: feedback, unused_words, repairs }
  }
  if (judgement.kind === 'valid' && judgement.text === pipeline)
    return { outcome: 'abstain', missing: 'nothing would be different', unused_words, repairs }
  const because = new Map(answer.operations.flatMap(reasonsOf))
  const planner = plannerName(options)
  return { ...editedDraft(judgement, { goal: request, because, policy, unused_words, options, planner }), repairs }
}

type Judgement = EditJudgement | { readonly kind: 'malformed'; readonly breaches: readonly PolicyBreach[] }

interface Editing {
  readonly request: string
  readonly lifted: FlatPlan
  readonly candidates: readonly Candidate[]
  readonly options: LlmPlannerOptions
  readonly budget: LlmBudget
}

/** Asks, and asks again with what was wrong. The judgement is absent where the answer has no operations. */
async function ask(
  editing: Editing,
  catalog: PlannerCatalog,
  typed: FlatPlan | undefined,
  judge: (operations: readonly EditOperation[]) => Judgement,
): Promise<{ answer: EditAnswer; judgement: Judgement | undefined; repairs: number }> {
  const { options, candidates, lifted } = editing
  const judged = (answer: EditAnswer): Judgement | undefined => {
    if (answer.operations.length === 0 || isQuestion(answer)) return undefined
    const operations = readEditAnswer(answer, candidates, lifted)
    return judge(options.hybrid === true ? wired(operations, lifted, catalog, typed) : operations)
  }
  let answer = await proposeEdit(editing)
  let judgement = judged(answer)
  let repairs = 0
  const most = Math.min(options.repairs ?? MOST_REPAIRS, MOST_REPAIRS)
  while ((judgement?.kind === 'issues' || judgement?.kind === 'malformed') && repairs < most) {
    repairs += 1
    const feedback = judgement.kind === 'issues' ? feedbackOf(judgement.issues) : judgement.breaches
    answer = await proposeEdit(editing, { answer, feedback })
    judgement = judged(answer)
    const left =
      judgement?.kind === 'issues' ? judgement.issues : judgement?.kind === 'malformed' ? judgement.breaches : []
    if (left.length >= feedback.length) break
  }
  return { answer, judgement, repairs }
}

function proposeEdit(
  { request, lifted, candidates, options, budget }: Editing,
  earlier?: EarlierAnswer<EditAnswer>,
): Promise<EditAnswer> {
  const asked = {
    name: 'edit',
    form: editAnswer(candidates),
    instructions: editingPrompt(),
    data: editingData(request, lifted, candidates, options.answers),
    remark: ', of which nothing was done,',
    earlier,
    budget,
    problemsOf,
  }
  return askForForm<EditAnswer>(asked, options)
}

/** What is wrong with an answer; of an operation, what is wrong with the one that it says that it is. */
function problemsOf(issue: z.core.$ZodIssue, within: PropertyKey = ''): string[] {
  const path = [within, ...issue.path].filter((part) => part !== '').map(String)
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((issues) => !issues.some((one) => one.path.join() === 'op'))
    if (meant !== undefined) return meant.flatMap((one) => problemsOf(one, path.join('.')))
  }
  return [`'${path.join('.')}': ${issue.message}`]
}

/** What a change may name: what a draft could, and what the pipeline uses already, for its ports. */
function candidatesOf(request: string, lifted: FlatPlan, catalog: PlannerCatalog): Candidate[] {
  const found = findCandidates(request, catalog)
  const used = lifted.steps.flatMap(({ uses, type }): Candidate[] => {
    const capability = catalog.byId(uses).find(({ step_type }) => step_type === type)
    return capability === undefined ? [] : [{ name: `${type}:${uses}`, type, uses, capability }]
  })
  const all = new Map(found.map((candidate) => [candidate.name, candidate]))
  for (const candidate of used.slice(0, MOST_GIVEN)) all.set(candidate.name, candidate)
  return [...all.values()]
}

/** Lets the typed planner fill in what the model left open in the steps that it adds. */
function wired(
  operations: readonly EditOperation[],
  lifted: FlatPlan,
  catalog: PlannerCatalog,
  typed: FlatPlan | undefined,
): EditOperation[] {
  return operations.map((operation) => {
    if (operation.op !== 'add_steps') return operation
    const { steps } = completeWiring({ ...lifted, steps: [...lifted.steps, ...operation.steps] }, catalog, typed)
    return { ...operation, steps: steps.slice(lifted.steps.length) }
  })
}

function isQuestion({ question }: EditAnswer): boolean {
  return question !== null && question.text !== ''
}

function withoutOperations(
  { question, missing }: EditAnswer,
  policy: readonly string[],
): Omit<Draft, 'planner' | 'unused_words'> {
  if (question !== null && question.text !== '')
    return {
      outcome: 'question',
      question: { text: clipped(question.text), options: question.options.slice(0, 8).map(clipped) },
    }
  const said = clipped(missing || 'the model found nothing to change')
  return policy.length > 0 ? { outcome: 'policy', policy, missing: said } : { outcome: 'abstain', missing: said }
}

function reasonsOf(operation: EditAnswer['operations'][number]): [string, string][] {
  return operation.op === 'add_steps' ? operation.steps.map(({ id, because }) => [id, because]) : []
}

import type { FlatPlan } from '../plan/flat-plan.js'
import { planGraph } from '../plan/plan-graph.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerOptions } from '../planner/planner-options.js'
import type { EditJudgement } from './judge-edit.js'
import { liftDocument } from './lift-document.js'

/** What is known of an edit besides its judgement. */
export interface EditFacts {
  /** The words of the edit. */
  readonly goal: string
  /** Words for the steps that were added, by id. */
  readonly because?: ReadonlyMap<string, string> | undefined
  /** What of the request was left out. */
  readonly policy: readonly string[]
  readonly unused_words: readonly string[]
  readonly options: PlannerOptions
  readonly planner: string
}

/** How an edit ended. */
export function editedDraft(judgement: EditJudgement, facts: EditFacts): Draft {
  const { goal, because, unused_words, planner, options } = facts
  const base = { unused_words, planner }
  if (judgement.kind === 'empty')
    return {
      ...base,
      outcome: 'question',
      question: { text: 'Nothing would be left of the pipeline. What is it meant to do instead?' },
    }
  if (judgement.kind === 'breach') {
    const policy = [...facts.policy, ...judgement.breaches.map(({ message }) => message)]
    return { ...base, outcome: 'policy', policy: [...new Set(policy)] }
  }
  if (judgement.kind === 'issues') {
    const missing = `the change gives no valid pipeline: ${judgement.issues[0]?.message ?? 'it cannot be read'}`
    return { ...base, outcome: 'abstain', missing }
  }
  const { text, document, cost } = judgement
  const flat: FlatPlan = {
    goal,
    steps: liftDocument(document).steps.map((step) => ({ ...step, because: because?.get(step.id) ?? step.because })),
  }
  const budget = options.context.budget_cost_units
  const over =
    budget !== undefined && cost !== null && cost > budget
      ? [`the expected cost of ${cost} units is above the budget of ${budget}`]
      : []
  const policy = [...facts.policy, ...over]
  return {
    ...base,
    outcome: policy.length > 0 ? 'policy' : 'plan',
    flat,
    graph: planGraph(flat),
    document: text,
    ...(policy.length > 0 ? { policy } : {}),
  }
}

import { editPipeline, type PipelineDocument, parsePipeline, validatePipeline } from '@odp/dsl'
import type { FlatPlan } from '../plan/flat-plan.js'
import { planGraph } from '../plan/plan-graph.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerOptions } from '../planner/planner-options.js'
import type { Goal } from '../planner/typed/goal.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import { documentBreaches } from '../policy/check-document.js'
import { sessionPolicy } from '../policy/document-policy.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { addCondition } from './add-condition.js'
import { addSteps } from './add-steps.js'
import { givenGoals } from './given-goals.js'
import { liftDocument } from './lift-document.js'
import { removeStep } from './remove-step.js'
import { replaceUses } from './replace-uses.js'
import { setValues } from './set-values.js'

/** What an edit works on. */
export interface Edit {
  readonly text: string
  readonly pipeline: string
  readonly lifted: FlatPlan
  readonly document: PipelineDocument
  readonly catalog: PlannerCatalog
  readonly options: PlannerOptions
}

/** A changed document, or why there is none. */
export type EditResult =
  | {
      readonly document: PipelineDocument
      readonly unused_words?: readonly string[]
      readonly because?: ReadonlyMap<string, string>
      readonly policy?: readonly string[]
    }
  | Draft

const REMOVE =
  /^\W*(?:please |now |and |then |can you |could you |just )*(?:remove|drop|delete|take out|throw out|get rid of|leave out|skip|omit|cut|kill|strip|scrap|lose|without|do without|no more|no longer|don't|do not)\b/i
const REPLACE =
  /\b(?:replace|swap|exchange|substitute|switch|instead|rather than|in place of)\b|\buse\b.*\b(?:other|alternative|different|second|newer|older|latest)\b/i
const SET =
  /\b(?:set|change|raise|lower|increase|decrease|reduce|extend|make|update|bump|limit|allow|give|use|retry|retries|timeout|at a time|at once)\b/i
const ADD =
  /^\W*(?:please |now |and |then |can you |could you )*(?:also|add|append|include|plus|insert|additionally|afterwards|then|finally|extend (?:it|this|the pipeline))\b/i

/** Tries the kinds of edits from the plainest to the most general. */
export function applyEdit(edit: Edit): Draft {
  const given = givenGoals(edit)
  let first: Draft | undefined
  for (const kind of order(edit.text)) {
    // Each kind starts from the steps as they are: planning changes the goals that it works on.
    const result = kind(edit, first === undefined ? given : givenGoals(edit))
    if (result === undefined) continue
    const draft = 'outcome' in result ? result : finish(edit, result)
    if (draft.outcome === 'plan' || draft.outcome === 'policy') return draft
    first ??= draft
  }
  return (
    first ?? {
      outcome: 'question',
      question: { text: 'Which step is meant, and what is to change about it?' },
      unused_words: [],
      planner: PLANNER_NAME,
    }
  )
}

type Kind = (edit: Edit, given: readonly Goal[]) => EditResult | undefined

function order(text: string): Kind[] {
  if (REMOVE.test(text)) return [removeStep]
  if (ADD.test(text) || /\b(?:add|append|include)\b/i.test(text)) return [addSteps, setValues]
  if (/\b(?:fails?|failed|failing|errors?|unavailable|fall(?:s|ing)? back|fallback)\b/i.test(text)) return [addSteps]
  const kinds: Kind[] = []
  if (/\b(?:if|when|unless|provided)\b/i.test(text)) kinds.push(addCondition)
  if (REPLACE.test(text)) kinds.push(replaceUses)
  if (SET.test(text)) kinds.push(setValues)
  return [...kinds, addSteps, setValues]
}

function finish(edit: Edit, result: Extract<EditResult, { document: PipelineDocument }>): Draft {
  const { catalog } = edit
  const edited = editPipeline(edit.pipeline, () => result.document)
  const parsed = parsePipeline(edited.text).pipeline
  const report = validatePipeline(edited.text, { catalog: catalog.index })
  const unused_words = result.unused_words ?? []
  if (parsed === undefined || !report.valid) {
    return {
      outcome: 'abstain',
      missing: `the change gives no valid pipeline: ${report.errors[0] ?? 'it cannot be read'}`,
      unused_words,
      planner: PLANNER_NAME,
    }
  }
  // An edit gets nothing that a draft could not: what it adds is held against the same policy.
  const session = sessionPolicy(edit.options.context, catalog)
  const breaches = documentBreaches(parsed, session, edit.document)
  if (breaches.length > 0) {
    const policy = [...(result.policy ?? []), ...breaches.map(({ message }) => message)]
    return { outcome: 'policy', policy: [...new Set(policy)], unused_words, planner: PLANNER_NAME }
  }
  const lifted = liftDocument(parsed)
  const flat: FlatPlan = {
    goal: edit.text,
    steps: lifted.steps.map((step) => ({ ...step, because: result.because?.get(step.id) ?? step.because })),
  }
  const budget = edit.options.context.budget_cost_units
  const cost = report.estimated_cost_units
  const policy = [
    ...(result.policy ?? []),
    ...(budget !== undefined && cost !== null && cost > budget
      ? [`the expected cost of ${cost} units is above the budget of ${budget}`]
      : []),
  ]
  return {
    outcome: policy.length > 0 ? 'policy' : 'plan',
    flat,
    graph: planGraph(flat),
    document: edited.text,
    unused_words,
    planner: PLANNER_NAME,
    ...(policy.length > 0 ? { policy } : {}),
  }
}

import type { PipelineDocument } from '@odp/dsl'
import type { FlatPlan } from '../plan/flat-plan.js'
import type { Draft } from '../planner/draft.js'
import type { PlannerOptions } from '../planner/planner-options.js'
import type { Goal } from '../planner/typed/goal.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { addCondition } from './add-condition.js'
import { addSteps } from './add-steps.js'
import { askAboutEdit } from './ask-about-edit.js'
import type { EditOperation } from './edit-operation.js'
import { editedDraft } from './edited-draft.js'
import { givenGoals } from './given-goals.js'
import { judgeEdit } from './judge-edit.js'
import { loopOver } from './loop-over.js'
import { removeStep } from './remove-step.js'
import { repeatFor } from './repeat-for.js'
import { replaceUses } from './replace-uses.js'
import { reword } from './reword.js'
import { setValues } from './set-values.js'
import { stopIf } from './stop-if.js'

/** What an edit works on. */
export interface Edit {
  readonly text: string
  readonly pipeline: string
  readonly lifted: FlatPlan
  readonly document: PipelineDocument
  readonly catalog: PlannerCatalog
  readonly options: PlannerOptions
}

/** What is to be changed, or why nothing is. */
export type EditResult =
  | {
      readonly operations: readonly EditOperation[]
      readonly unused_words?: readonly string[]
      readonly because?: ReadonlyMap<string, string>
      readonly policy?: readonly string[]
    }
  | Draft

type EditOperations = Extract<EditResult, { operations: readonly EditOperation[] }>

const REMOVE =
  /^\W*(?:please |now |and |then |can you |could you |just )*(?:remove|drop|delete|forget(?: about)?|never mind|take out|throw out|get rid of|leave out|skip|omit|cut|kill|strip|scrap|lose|without|do without|no more|no longer|don't|do not)\b|\b(?:is|are)(?:n't| not) (?:needed|wanted|necessary|required)\b|\b(?:don't|do not) (?:need|want|care)\b|\bno need (?:for|of)\b/i
/** `take the fines out again`: a verb whose particle stands behind what is meant. */
const REMOVE_APART =
  /^\W*(?:please |now |and |then |can you |could you |just )*(?:take|leave|throw|cut|drop|strip|kick|get|pull) [^.;]+? (?:out|off|away|aside)(?:,? (?:again|now|please|too|altogether|of (?:it|this|that|there|here|(?:the|this|my) pipeline)))*\W*$/i
const REPLACE =
  /\b(?:replace|swap|exchange|substitute|switch|instead|rather than|in place of)\b|\buse\b.*\b(?:other|alternative|different|second|newer|older|latest)\b/i
const SET =
  /\b(?:set|change|raise|lower|increase|decrease|reduce|extend|make|update|bump|limit|allow|give|use|retry|retries|timeout|at a time|at once)\b/i
/** Such words change a number or a text of what is there, and add nothing. */
const ONLY_SET =
  /^\W*(?:please |now |and |then |can you |could you |just )*(?:set|raise|lower|increase|decrease|reduce|bump|limit)\b/i
const ADD =
  /^\W*(?:please |now |and |then |can you |could you )*(?:also|add|append|include|plus|insert|additionally|afterwards|then|finally|extend (?:it|this|the pipeline))\b/i

/** Tries the kinds of edits from the plainest to the most general. */
export function applyEdit(original: Edit): Draft {
  const edit = { ...original, text: reword(original.text) }
  const given = givenGoals(edit)
  let first: Draft | undefined
  for (const kind of order(edit.text)) {
    // Each kind starts from the steps as they are: planning changes the goals that it works on.
    const result = kind(edit, first === undefined ? given : givenGoals(edit))
    if (result === undefined) continue
    const draft = 'outcome' in result ? result : finish(edit, result)
    // A list that is asked for must not end as another single value.
    if (kind === loopOver || kind === repeatFor || kind === stopIf) return draft
    if (draft.outcome === 'plan' || draft.outcome === 'policy') return draft
    // Who does not understand one way of reading it asks rather than that it says that nothing can be done.
    if (first === undefined || (first.outcome === 'abstain' && draft.outcome === 'question')) first = draft
  }
  return first ?? askAboutEdit('Which step is meant, and what is to change about it?')
}

type Kind = (edit: Edit, given: readonly Goal[]) => EditResult | undefined

function order(text: string): Kind[] {
  return [repeatFor, stopIf, loopOver, ...kindsOf(text)]
}

function kindsOf(text: string): Kind[] {
  if (REMOVE.test(text) || REMOVE_APART.test(text)) return [removeStep]
  if (ADD.test(text) || /\b(?:add|append|include)\b/i.test(text)) return [addSteps, setValues]
  if (/\b(?:fails?|failed|failing|errors?|unavailable|fall(?:s|ing)? back|fallback)\b/i.test(text)) return [addSteps]
  const kinds: Kind[] = []
  if (/\b(?:if|when|unless|provided)\b/i.test(text)) kinds.push(addCondition)
  if (REPLACE.test(text)) kinds.push(replaceUses)
  if (SET.test(text)) kinds.push(setValues)
  if (ONLY_SET.test(text)) return kinds
  return [...kinds, addUnderstood, setValues]
}

/** Where nobody said `add`, steps are added only for words that are understood. */
function addUnderstood(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const result = addSteps(edit, given)
  if (result === undefined || 'outcome' in result || (result.unused_words ?? []).length === 0) return result
  const { unused_words = [] } = result
  return askAboutEdit(
    `What is meant by ${unused_words.join(', ')}? Which step is meant, and what is to change about it?`,
    { unused_words },
  )
}

function finish(edit: Edit, { operations, unused_words = [], because, policy = [] }: EditOperations): Draft {
  const { pipeline, catalog, options, text } = edit
  const judgement = judgeEdit(pipeline, operations, catalog, options.context)
  if (judgement.kind === 'valid' && judgement.text === pipeline)
    return askAboutEdit(
      'Nothing that was understood of this changes the pipeline. Which step is meant, and what is to change about it?',
      { unused_words },
    )
  return editedDraft(judgement, { goal: text, because, policy, unused_words, options, planner: PLANNER_NAME })
}

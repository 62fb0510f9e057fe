import type { PlanStep } from '../plan/flat-plan.js'
import type { Goal } from '../planner/typed/goal.js'
import { judge } from '../planner/typed/judge.js'
import { PLANNER_NAME, planRequest } from '../planner/typed/typed-planner.js'
import type { Edit, EditResult } from './apply-edit.js'
import type { EditOperation } from './edit-operation.js'
import { findStep } from './find-step.js'
import { putBefore } from './put-before.js'

const LEADING =
  /^\W*(?:please |now |can you |could you )*(?:also|add|append|include|plus|insert|additionally|afterwards|then|finally|extend (?:it|this|the pipeline) (?:with|by))\s+(?:(?:a|an|the|another|one more) (?:new )?(?:last |final )?steps? (?:that|which|to|for|with|:)\s*)?/i

const BEFORE = /,? \bbefore (?!that\b|this\b|it\b)(?<step>[^,;.]+?)(?: it)?\W*$/i

/** Adds steps that may read those that are there. */
export function addSteps(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const lead = LEADING.exec(edit.text)?.[0].length ?? 0
  // Words of the edit itself are taken out, with places kept.
  const place = BEFORE.exec(edit.text)
  const follower = place?.groups?.step === undefined ? undefined : findStep(place.groups.step, given, edit.catalog)
  const end = follower === undefined ? undefined : place?.index
  const text = ' '.repeat(lead) + edit.text.slice(lead, end)
  const planning = planRequest(text, edit.catalog, edit.options, given)
  const verdict = judge(planning)
  // Where nothing is found that could be added, it may be meant otherwise.
  const isNothing = planning.space.goals.every(({ is_given }) => is_given === true)
  if (verdict.outcome === 'question' && isNothing && verdict.question?.options === undefined) return undefined
  if (verdict.outcome !== 'plan') return { ...verdict, planner: PLANNER_NAME }
  const { steps } = planning.plan
  if (steps.length === 0) return undefined
  const loops = steps.map((step) => ({ step, loop: givenLoop(step, planning.space.goals) }))
  const outside = loops.filter(({ loop }) => loop === undefined).map(({ step }) => step)
  const operations: EditOperation[] = outside.length === 0 ? [] : [{ op: 'add_steps', steps: outside }]
  for (const { step, loop } of loops)
    if (loop !== undefined) operations.push({ op: 'add_steps', steps: [step], into_loop: loop })
  if (follower !== undefined) operations.push(...putBefore(follower, planning.space, edit))
  return {
    operations,
    unused_words: verdict.unused_words,
    because: new Map(steps.map(({ id, because }) => [id, because])),
    policy: planning.refused,
  }
}

/** The loop that is there and that an added step is for. */
function givenLoop({ id, for_each }: PlanStep, goals: readonly Goal[]): string | undefined {
  if (for_each?.key.startsWith('loop-') !== true) return undefined
  const key = goals.find((goal) => goal.id === id)?.loop?.key
  return key?.startsWith('given:') === true ? key.slice('given:'.length) : undefined
}

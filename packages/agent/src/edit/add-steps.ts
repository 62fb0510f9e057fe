import type { Json } from '@odp/dsl'
import { compileSteps } from '../plan/compile-plan.js'
import type { PlanStep } from '../plan/flat-plan.js'
import type { Goal } from '../planner/typed/goal.js'
import { judge } from '../planner/typed/judge.js'
import { PLANNER_NAME, planRequest } from '../planner/typed/typed-planner.js'
import type { Workspace } from '../planner/typed/workspace.js'
import type { Edit, EditResult } from './apply-edit.js'
import { copyOf, findInDocument, mapTexts } from './document-steps.js'

const LEADING =
  /^\W*(?:please |now |can you |could you )*(?:also|add|append|include|plus|insert|additionally|afterwards|then|finally|extend (?:it|this|the pipeline) (?:with|by))\s+(?:(?:a|an|the|another|one more) (?:new )?(?:last |final )?steps? (?:that|which|to|for|with|:)\s*)?/i

/** Adds steps that may read those that are there. */
export function addSteps(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const lead = LEADING.exec(edit.text)?.[0].length ?? 0
  // Words of the edit itself are taken out, with places kept.
  const text = ' '.repeat(lead) + edit.text.slice(lead)
  const planning = planRequest(text, edit.catalog, edit.options, given)
  const verdict = judge(planning)
  if (verdict.outcome !== 'plan') return { ...verdict, planner: PLANNER_NAME }
  const { steps } = planning.plan
  if (steps.length === 0) return undefined
  const document = copyOf(edit.document)
  const ids = new Set(given.map(({ id }) => id))
  const inLoops = steps.filter(
    ({ for_each }) =>
      for_each?.key.startsWith('loop-') === true && givenLoop(planning.space.goals, for_each.key, steps) !== undefined,
  )
  const outside = steps.filter((step) => !inLoops.includes(step))
  document.steps.push(...compileSteps({ goal: text, steps: outside }, ids, edit.catalog))
  for (const step of inLoops) insertIntoLoop(document, step, planning.space)
  for (const { id, fallback_of } of steps) {
    const main = fallback_of === undefined ? undefined : findInDocument(document, fallback_of)
    if (main !== undefined) main.step.on_error = { fallback_step: id }
  }
  return {
    document,
    unused_words: verdict.unused_words,
    because: new Map(steps.map(({ id, because }) => [id, because])),
    policy: planning.refused,
  }
}

function givenLoop(goals: readonly Goal[], _key: string, steps: readonly PlanStep[]): string | undefined {
  const own = goals.find(
    (goal) => steps.some(({ id }) => id === goal.id) && goal.loop?.key.startsWith('given:') === true,
  )
  return own?.loop?.key.slice('given:'.length)
}

function insertIntoLoop(
  document: Parameters<typeof findInDocument>[0],
  step: PlanStep,
  { goals, catalog }: Workspace,
): void {
  const key = goals.find(({ id }) => id === step.id)?.loop?.key ?? ''
  const loop = findInDocument(document, key.replace(/^given:/, ''))
  if (loop === undefined || !Array.isArray(loop.step.steps)) return
  const { for_each: _, ...plain } = step
  const variable = String(loop.step.loop_variable ?? 'item')
  const [written] = compileSteps({ goal: '', steps: [plain] }, new Set(), catalog)
  loop.step.steps.push(
    mapTexts(written as unknown as Json, (text) => text.replace(/\{\{item(?=[.}[])/g, `{{${variable}`)),
  )
}

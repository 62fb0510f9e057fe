import type { Goal } from '../planner/typed/goal.js'
import { PLANNER_NAME } from '../planner/typed/typed-planner.js'
import type { Edit, EditResult } from './apply-edit.js'
import { findStep } from './find-step.js'

/** Takes a step out, and what cannot be without it. */
export function removeStep(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const goal = findStep(edit.text, given, edit.catalog)
  if (goal !== undefined) return { operations: [{ op: 'remove_step', step: goal.id }] }
  return {
    outcome: 'question',
    question: { text: 'Which step is to be removed?', options: given.map(({ id }) => id) },
    unused_words: [],
    planner: PLANNER_NAME,
  }
}

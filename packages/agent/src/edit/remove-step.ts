import type { Goal } from '../planner/typed/goal.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { askAboutEdit } from './ask-about-edit.js'
import { findStep } from './find-step.js'

/** Takes a step out, and what cannot be without it. */
export function removeStep(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const goal = findStep(edit.text, given, edit.catalog) ?? holderOf(edit, given)
  if (goal !== undefined) return { operations: [{ op: 'remove_step', step: goal.id }] }
  return askAboutEdit('Which step is to be removed?', { options: given.map(({ id }) => id) })
}

/** The step with a constant that is named: `the German is not needed`. */
function holderOf({ text, catalog }: Edit, given: readonly Goal[]): Goal | undefined {
  const { mentions } = readRequest(text, (word) => catalog.rarity(word) !== undefined)
  const values = mentions.flatMap(({ value, codes }) => [value, ...(codes?.values() ?? [])])
  const holders = given.filter(({ bound }) =>
    [...bound.values()].flat().some((source) => source.kind === 'const' && values.includes(source.value)),
  )
  return holders.length === 1 ? holders[0] : undefined
}

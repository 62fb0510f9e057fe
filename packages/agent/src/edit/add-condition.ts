import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { renderTests } from '../plan/render-test.js'
import { bindCondition } from '../planner/typed/bind-condition.js'
import type { Goal } from '../planner/typed/goal.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { copyOf, findInDocument } from './document-steps.js'
import { findStep } from './find-step.js'

/** Puts a step that is there under a condition: `the court search only if the score is over 0.8`. */
export function addCondition(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  const { catalog, options } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const clause = request.clauses.find(({ condition }) => condition !== undefined)
  if (clause?.condition === undefined || request.clauses.some(({ is_fallback }) => is_fallback === true))
    return undefined
  const target = findStep(clause.tokens.map(({ text }) => text).join(' '), given, catalog)
  if (target === undefined || target.clause.condition !== undefined) return undefined
  const space = makeWorkspace(catalog, request, options)
  space.goals.push(...given)
  const bound = bindCondition(clause.condition, [target], space)
  if (bound === undefined || bound.tests.some(({ goal }) => goal.is_given === undefined || goal === target))
    return undefined
  const document = copyOf(edit.document)
  const place = findInDocument(document, target.id)
  if (place === undefined) return undefined
  const tests = bound.tests.map(({ goal, path, test }) => ({ ...test, ref: `${goal.id}.${path}` }))
  let id = `when_${target.id}`
  for (let at = 2; findInDocument(document, id) !== undefined; at += 1) id = `when_${target.id}_${at}`
  place.list[place.index] = {
    id,
    type: PLANNED_TYPES.branches,
    condition: { expression: renderTests(tests, bound.join, (ref) => `{{${ref}}}`) },
    branches: { [clause.branch ?? 'if_true']: { steps: [place.step] } },
  }
  return { document }
}

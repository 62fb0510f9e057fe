import { bindCondition } from '../planner/typed/bind-condition.js'
import type { Goal } from '../planner/typed/goal.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { findInDocument } from './document-steps.js'
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
  if (findInDocument(edit.document, target.id) === undefined) return undefined
  const tests = bound.tests.map(({ goal, path, test }) => ({ ...test, ref: `${goal.id}.${path}` }))
  const { join } = bound
  return { operations: [{ op: 'add_condition', step: target.id, tests, join, branch: clause.branch ?? 'if_true' }] }
}

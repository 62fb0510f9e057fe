import type { PlanTest } from '../plan/flat-plan.js'
import { bindCondition } from '../planner/typed/bind-condition.js'
import { dependsOn } from '../planner/typed/clause-words.js'
import type { Goal } from '../planner/typed/goal.js'
import { makeWorkspace } from '../planner/typed/workspace.js'
import type { Condition } from '../request/clause.js'
import { readRequest } from '../request/read-request.js'
import type { Edit, EditResult } from './apply-edit.js'
import { askAboutEdit } from './ask-about-edit.js'

const STOP = /^\W*(?:(?:please|and|then|just|also) )*(?:stop|end|quit|abort|halt)\b[^,;.]*\b(?:if|when|unless)\b/i
/** Words that say of whatever was looked for that none was found. */
const EMPTY =
  /^(?:it|that|this|they|there|the|list|is|are|was|were|isn't|aren't|comes|back|out|nothing|none|not|no|any|anything|found|empty|results?|hits?|matches)$/

/** `stop if nothing was found`: what needs the step that decides is done only otherwise. */
export function stopIf(edit: Edit, given: readonly Goal[]): EditResult | undefined {
  if (!STOP.test(edit.text)) return undefined
  const { catalog, options } = edit
  const request = readRequest(edit.text, (word) => catalog.rarity(word) !== undefined)
  const condition = request.clauses.find((clause) => clause.condition !== undefined)?.condition
  if (condition === undefined) return undefined
  const space = makeWorkspace(catalog, request, options)
  space.goals.push(...given)
  const said = condition.tokens.map(({ text }) => text).join(' ')
  const bound = condition.tokens.every(({ lower }) => EMPTY.test(lower))
    ? firstList(given, condition)
    : bindCondition(condition, [], space)
  const deciding = bound?.tests.map(({ goal }) => goal) ?? []
  if (bound === undefined || deciding.some((goal) => goal.is_given !== true))
    return askAboutEdit(`Which value decides '${said}'? No step gives one that fits.`)
  const held = given.filter((goal) => deciding.some((one) => one !== goal && dependsOn(goal, one)))
  if (held.length === 0)
    return askAboutEdit(`What is not to be done if '${said}'? Nothing follows the step that decides.`)
  const steps = new Set(held.map(({ id, loop }) => loop?.key.replace(/^given:/, '') ?? id))
  const tests = bound.tests.map(({ goal, path, test }) => ({ ...test, ref: `${goal.id}.${path}` }))
  const { join } = bound
  return { operations: [...steps].map((step) => ({ op: 'add_condition', step, tests, join, branch: 'if_false' })) }
}

/** Whether the first list that a step gives is empty. */
function firstList(given: readonly Goal[], { is_negated }: Condition): ReturnType<typeof bindCondition> {
  for (const goal of given) {
    const list = goal.capability?.outputs.find(
      ({ over, item_path, depth }) => depth === 0 && over !== undefined && item_path === '',
    )
    if (list === undefined || goal.loop !== undefined) continue
    const test: PlanTest = { ref: '', measure: 'size', op: is_negated ? '>' : '==', value: 0 }
    return { tests: [{ goal, path: list.path, test }], join: 'and' }
  }
  return undefined
}

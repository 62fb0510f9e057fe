import type { Field } from '../../catalog/capability.js'
import type { PlanTest } from '../../plan/flat-plan.js'
import type { Clause, Condition } from '../../request/clause.js'
import type { Goal } from './goal.js'
import { fieldNames, predicateOf, type ReadTest, readCondition, subjectWords } from './read-condition.js'
import { scoreCapabilities } from './score-capability.js'
import { wireGoal } from './wire-goals.js'
import { makeGoal, type Workspace } from './workspace.js'

/** A condition whose tests are about fields of steps. */
export interface BoundCondition {
  readonly tests: readonly { readonly goal: Goal; readonly path: string; readonly test: PlanTest }[]
  readonly join: 'and' | 'or'
}

/** A field whose name is written out as it is outweighs all that words may point at. */
const WRITTEN = 3

interface Choice {
  readonly goal: Goal
  readonly field: Field
  readonly score: number
  readonly said: number
}

/** Finds the fields that a condition is about; a step is added where the request names one that gives them. Undefined where nothing does. */
export function bindCondition(
  condition: Condition,
  governed: readonly Goal[],
  space: Workspace,
): BoundCondition | undefined {
  const { tests, join } = readCondition(condition)
  const bound: BoundCondition['tests'][number][] = []
  for (const test of tests) {
    const choice = chooseField(test, condition, governed, space)
    if (choice === undefined) return undefined
    bound.push({ goal: choice.goal, path: choice.field.path, test: planTest(test, choice.field) })
  }
  return { tests: bound, join }
}

function chooseField(
  test: ReadTest,
  condition: Condition,
  governed: readonly Goal[],
  space: Workspace,
): Choice | undefined {
  const before = space.goals.filter(
    (goal) =>
      !governed.includes(goal) && goal.capability !== undefined && !governed.some((one) => one.fallback_of === goal),
  )
  const best = rankFields(test, before, space)[0]
  // What no step gives is decided by nothing that merely stands near: `if the account is verified`.
  const predicate = test.value === undefined && !test.asks_for_any ? predicateOf(test) : undefined
  if (predicate !== undefined && space.catalog.rarity(predicate) === undefined) return undefined
  const isStrange = predicate !== undefined && best !== undefined && !knows(best.goal, predicate, space)
  const words = subjectWords(test).filter((word) => space.catalog.rarity(word) !== undefined)
  if (best !== undefined && !isStrange && (best.said > 0 || words.length === 0)) return best
  const added = addForCondition(test, condition, governed, space)
  if (added !== undefined) {
    const field = rankFields(test, [added], space)[0]
    if (field !== undefined) return field
  }
  return best !== undefined && !isStrange && before.length === 1 ? best : undefined
}

function knows({ capability }: Goal, word: string, space: Workspace): boolean {
  return capability === undefined || space.catalog.evidence.get(capability)?.weights.has(word) === true
}

function rankFields(test: ReadTest, goals: readonly Goal[], space: Workspace): Choice[] {
  const words = new Set(subjectWords(test))
  const names = fieldNames(test)
  const choices: Choice[] = []
  for (const goal of goals) {
    const spoken = [...goal.words].filter((word) => words.has(word)).length
    const naming = space.catalog.evidence.get(goal.capability as NonNullable<Goal['capability']>)?.naming ?? new Set()
    const known = [...words].filter((word) => naming.has(word)).length
    for (const field of goal.capability?.outputs ?? []) {
      const fit = kindFit(test, field)
      if (fit === undefined) continue
      const own = [...new Set(field.words.slice(-3))].filter((word) => words.has(word)).length
      const typed = field.type_words.filter((word) => words.has(word) && !field.words.includes(word)).length
      const isWritten = names.some((name) => field.path === name || field.path.endsWith(`.${name}`))
      const said = own + typed * 0.5 + Math.max(spoken, known) * 0.6 + (isWritten ? WRITTEN : 0)
      choices.push({
        goal,
        field,
        said,
        score: said * 1.5 + fit - field.depth * 0.1 + space.goals.indexOf(goal) * 0.02,
      })
    }
  }
  return choices.sort((a, b) => b.score - a.score)
}

/** How well a field suits what a test does with it. */
function kindFit(test: ReadTest, field: Field): number | undefined {
  const isList = field.over !== undefined && field.item_path === ''
  if (field.over !== undefined && !isList) return undefined
  const isNumber = field.json.some((type) => type === 'number' || type === 'integer')
  const isBoolean = field.json.includes('boolean')
  if (typeof test.value === 'number') {
    if (isNumber && !isList) return 1.2
    // The size of a list is a whole number.
    return isList && Number.isInteger(test.value) ? 0.5 + (test.op === undefined ? 0 : 0.2) : undefined
  }
  if (test.value !== undefined) return field.json.includes('string') && !isList ? 1 : undefined
  if (isBoolean) return 1.4
  if (isList) return test.asks_for_any ? 1.2 : 0.9
  return test.asks_for_any && !isNumber ? 0.5 : isNumber ? undefined : 0.2
}

function planTest(test: ReadTest, field: Field): PlanTest {
  const isList = field.over !== undefined
  if (test.value !== undefined)
    return { ref: '', measure: isList ? 'size' : 'value', op: test.op ?? '==', value: test.value }
  if (field.json.includes('boolean') && !isList) return { ref: '', measure: 'value', op: '==', value: !test.is_negated }
  if (isList) return { ref: '', measure: 'size', op: test.is_negated ? '==' : '>', value: 0 }
  return { ref: '', measure: 'exists', ...(test.is_negated ? { negated: true } : {}) }
}

function addForCondition(
  test: ReadTest,
  condition: Condition,
  governed: readonly Goal[],
  space: Workspace,
): Goal | undefined {
  const ranked = scoreCapabilities(test.subject, space).filter(
    ({ capability }) =>
      !space.goals.some((goal) => goal.capability === capability) &&
      capability.kind !== 'asset' &&
      capability.kind !== 'report_template',
  )
  const best = ranked.find(
    ({ capability, score, words }) =>
      score > 1.6 && words.size > 0 && capability.outputs.some((field) => kindFit(test, field) !== undefined),
  )
  if (best === undefined) return undefined
  const first = condition.tokens[0]
  const at = first?.start ?? 0
  const sentence = governed[0]?.clause.sentence ?? 0
  const clause: Clause = {
    index: governed[0]?.clause.index ?? 0,
    sentence,
    tokens: condition.tokens,
    link: 'and',
    start: at,
    end: condition.tokens.at(-1)?.end ?? at,
  }
  const goal = makeGoal(best.capability, clause, {
    at,
    words: best.words,
    because: space.request.text.slice(clause.start, clause.end),
  })
  const place = Math.min(
    ...governed.map((one) => space.goals.indexOf(one)).filter((one) => one >= 0),
    space.goals.length,
  )
  space.goals.splice(place, 0, goal)
  for (const word of best.words) space.used.add(word)
  if (wireGoal(goal, space).length === 0) return goal
  space.goals.splice(space.goals.indexOf(goal), 1)
  return undefined
}

import { type PipelineDocument, stringifyPipeline, validatePipeline } from '@odp/dsl'
import { compilePlan } from '../../plan/compile-plan.js'
import type { FlatPlan } from '../../plan/flat-plan.js'
import { planGraph } from '../../plan/plan-graph.js'
import { findRefusals, withoutRefused } from '../../policy/refusals.js'
import type { Clause, Condition } from '../../request/clause.js'
import { plainSizes } from '../../request/plain-sizes.js'
import { putInOrder } from '../../request/put-in-order.js'
import { LONGEST_REQUEST, MOST_CLAUSES, readRequest } from '../../request/read-request.js'
import { takeBack } from '../../request/take-back.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'
import type { Draft } from '../draft.js'
import type { PlannerOptions } from '../planner-options.js'
import { addDeliveredFile } from './add-delivered-file.js'
import { addFallbacks } from './add-fallbacks.js'
import { applySettings } from './apply-settings.js'
import { type BoundCondition, bindCondition } from './bind-condition.js'
import { buildPlan } from './build-plan.js'
import { chooseGoals, type Tie } from './choose-goals.js'
import { dependsOn, pointing } from './clause-words.js'
import { correctSpelling } from './correct-spelling.js'
import { findDeliveries, releaseAddresses } from './deliveries.js'
import { entryNames } from './entry-names.js'
import type { Goal, Unmet } from './goal.js'
import { joinParameters } from './join-parameters.js'
import { judge } from './judge.js'
import { nameArtifacts } from './name-artifacts.js'
import { bindOptionalPorts } from './optional-ports.js'
import { orderGoals } from './order-goals.js'
import { addPlatformSteps, isPlatformClause } from './platform-steps.js'
import { isSettledByList } from './prefer-list.js'
import { comparedWith } from './read-condition.js'
import { splitPairs } from './split-pairs.js'
import { takeControlWords } from './take-control-words.js'
import { dropIdleTopics } from './topics.js'
import { addValidations } from './validations.js'
import { wireGoal, wireGoals } from './wire-goals.js'
import { makeWorkspace, type Workspace } from './workspace.js'

export const PLANNER_NAME = 'typed/1'

/** Everything that planning found, before it is judged. */
export interface Planning {
  readonly space: Workspace
  readonly ties: readonly Tie[]
  readonly unmet: readonly Unmet[]
  readonly open_fallbacks: readonly Clause[]
  readonly open_conditions: readonly Condition[]
  /** Conditions on which nothing hangs: what was to be done was not understood. */
  readonly idle_conditions: readonly Condition[]
  readonly refused: readonly string[]
  readonly plan: FlatPlan
}

/**
 * Drafts a pipeline from a request, with no model and no network: the same request and catalog give the same draft.
 *
 * @example
 * ```ts
 * import { draftPipeline, preparePlannerCatalog } from '@odp/agent'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * draftPipeline('count the birds', catalog, { context: { workspace_id: 'w', project_id: 'p' } }).outcome
 * ```
 */
export function draftPipeline(request: string, catalog: PlannerCatalog, options: PlannerOptions): Draft {
  const length = tooLong(request)
  if (length !== undefined) return { outcome: 'abstain', missing: length, unused_words: [], planner: PLANNER_NAME }
  const text = request
  const refusals = findRefusals(text, options.context)
  const policy = [...new Set(refusals.map(({ reason }) => reason))]
  if (refusals.some(({ is_whole }) => is_whole))
    return { outcome: 'policy', policy, unused_words: [], planner: PLANNER_NAME }
  const planning = planRequest(withoutRefused(text, refusals), catalog, options, [])
  return finish(planning, catalog, options, [...policy, ...planning.refused])
}

/** Why a request is not read at all; undefined where it is. */
export function tooLong(request: string): string | undefined {
  if (request.length > LONGEST_REQUEST) return `the request has more than ${LONGEST_REQUEST} characters; split it`
  const { clauses } = readRequest(request, () => true)
  return clauses.length > MOST_CLAUSES
    ? `the request asks for more than ${MOST_CLAUSES} things at once; split it`
    : undefined
}

/** Plans a request; `given` are steps that are there already. */
export function planRequest(
  text: string,
  catalog: PlannerCatalog,
  options: PlannerOptions,
  given: readonly Goal[],
): Planning {
  const whole = readRequest(
    correctSpelling(plainSizes(putInOrder(takeBack(text))), catalog),
    (word) => catalog.rarity(word) !== undefined,
    entryNames(catalog),
  )
  const read = splitPairs(whole, makeWorkspace(catalog, whole, options))
  const clauses = joinParameters(read.clauses, makeWorkspace(catalog, read, options))
  const request = { ...read, clauses }
  const space = makeWorkspace(catalog, request, options)
  space.goals.push(...given)
  takeControlWords(space)
  for (const { condition } of clauses)
    for (const mention of condition === undefined ? [] : comparedWith(condition)) space.reserved.add(mention)
  const ordinary = request.clauses.filter((clause) => !isPlatformClause(clause, space))
  const { refused, refused_urls } = findDeliveries(space, options.context)
  nameArtifacts(space, true)
  const ties = chooseGoals(ordinary, space)
  addPlatformSteps(request.clauses, space)
  space.goals.sort((a, b) => a.at - b.at)
  releaseAddresses(space, options.context)
  const unmet = wireGoals(space)
  dropIdleTopics(space)
  const open_fallbacks = addFallbacks(request.clauses, space)
  const { conditions, open, idle } = bindConditions(space)
  addValidations(space)
  addDeliveredFile(space, options.context)
  bindOptionalPorts(space)
  orderGoals(space)
  nameArtifacts(space, false)
  const { groups, refused: over } = applySettings(space)
  const { deliveries } = findDeliveries(space, options.context)
  // A name is read by people who may follow it.
  const goal = refused_urls.reduce((words, url) => words.replaceAll(url, '…'), text)
  const plan = { ...buildPlan(space, { conditions, groups, deliveries }), goal }
  return {
    space,
    ties: ties.filter((tie) => !isSettledByList(tie, space)),
    unmet,
    open_fallbacks,
    open_conditions: open,
    idle_conditions: idle,
    refused: [...refused, ...over],
    plan,
  }
}

interface BoundConditions {
  readonly conditions: Map<Condition, BoundCondition>
  readonly open: Condition[]
  readonly idle: Condition[]
}

function bindConditions(space: Workspace): BoundConditions {
  const conditions = new Map<Condition, BoundCondition>()
  const open: Condition[] = []
  const idle: Condition[] = []
  const all = new Set(space.request.clauses.flatMap(({ condition }) => condition ?? []))
  for (const condition of all) {
    const governed = space.goals.filter((goal) => goal.clause.condition === condition && goal.is_producer === undefined)
    const known = new Set(space.goals)
    const bound = bindCondition(condition, governed, space)
    for (const added of space.goals.filter((goal) => !known.has(goal)))
      for (const goal of governed) rewire(goal, added, space)
    if (bound === undefined) open.push(condition)
    else conditions.set(condition, bound)
    const isIdle = governed.every((goal) => bound?.tests.some((test) => dependsOn(test.goal, goal)) === true)
    if (isIdle) idle.push(condition)
  }
  return { conditions, open, idle }
}

/** `if its log has errors, a report of the entries`: a step that only a condition called for may be the one that is spoken of. */
function rewire(goal: Goal, added: Goal, space: Workspace): void {
  const fields = (added.capability?.outputs ?? []).flatMap(({ words }) => words)
  if (goal.is_given === true || goal.loop !== undefined || pointing(goal.clause, fields, goal.words, space) === 0)
    return
  const before = new Map(goal.bound)
  goal.bound.clear()
  if (wireGoal(goal, space).length > 0) {
    goal.bound.clear()
    for (const [name, sources] of before) goal.bound.set(name, sources)
  }
}

function finish(
  planning: Planning,
  catalog: PlannerCatalog,
  options: PlannerOptions,
  policy: readonly string[],
): Draft {
  const { plan } = planning
  const verdict = judge(planning)
  if (verdict.outcome !== 'plan') {
    return policy.length > 0
      ? { outcome: 'policy', policy, unused_words: verdict.unused_words, planner: PLANNER_NAME }
      : { ...verdict, planner: PLANNER_NAME }
  }
  const document = compilePlan(plan, headOf(plan.goal, options), catalog)
  const draft = check(document, plan, catalog, options, policy, verdict.unused_words)
  const { uncertain_words } = verdict
  return uncertain_words === undefined || draft.document === undefined ? draft : { ...draft, uncertain_words }
}

/** Nothing leaves that the checker refuses. */
export function check(
  document: PipelineDocument,
  plan: FlatPlan,
  catalog: PlannerCatalog,
  options: PlannerOptions,
  policy: readonly string[],
  unused_words: readonly string[],
): Draft {
  const report = validatePipeline(document, { catalog: catalog.index })
  if (!report.valid) {
    const known = [...new Set(plan.steps.map(({ uses }) => uses))].join(', ')
    // The steps are there; that they were not put together rightly is no proof that they cannot be.
    return {
      outcome: 'question',
      question: {
        text: `How are these steps meant to go together: ${known}? No valid pipeline was found: ${report.errors[0] ?? ''}`,
      },
      unused_words,
      planner: PLANNER_NAME,
    }
  }
  const budget = options.context.budget_cost_units
  const cost = report.estimated_cost_units
  const over =
    budget !== undefined && cost !== null && cost > budget
      ? [`the expected cost of ${cost} units is above the budget of ${budget}`]
      : []
  const refused = [...policy, ...over]
  return {
    outcome: refused.length > 0 ? 'policy' : 'plan',
    graph: planGraph(plan),
    flat: plan,
    document: stringifyPipeline(document),
    unused_words,
    planner: PLANNER_NAME,
    ...(refused.length === 0 ? {} : { policy: refused }),
  }
}

/** The head of the document that is made of a request. */
export function headOf(goal: string, { context }: PlannerOptions) {
  const words = goal.toLowerCase().match(/[a-z][a-z0-9]+/g) ?? []
  const id = words.slice(0, 6).join('_').slice(0, 60) || 'draft'
  const name = goal.replace(/\s+/g, ' ').replace(/\{\{/g, '{ {').trim().slice(0, 80) || 'Draft'
  return {
    pipeline_id: id,
    name,
    workspace_id: context.workspace_id,
    project_id: context.project_id,
    mode: context.mode ?? ('safe' as const),
  }
}

import { declaredOutputs, PLANNED_TYPES } from '../../catalog/planned-types.js'
import type { FlatPlan, PlanStep, PlanValue } from '../../plan/flat-plan.js'
import type { Condition } from '../../request/clause.js'
import type { BoundCondition } from './bind-condition.js'
import { dependsOn } from './clause-words.js'
import type { Goal, Source } from './goal.js'
import { sortGoals } from './order-goals.js'
import type { Workspace } from './workspace.js'

/** What besides the goals goes into a plan. */
export interface PlanParts {
  readonly conditions: ReadonlyMap<Condition, BoundCondition>
  readonly groups: ReadonlyMap<Goal, { readonly key: string; readonly max_parallel: number }>
  readonly deliveries: ReadonlyMap<Goal, string>
}

/** Names the steps and writes the plan down. */
export function buildPlan(space: Workspace, parts: PlanParts): FlatPlan {
  const goals = sortGoals(space.goals)
  nameGoals(goals)
  const loops = new Map<string, string>()
  for (const goal of goals)
    if (goal.loop !== undefined && !loops.has(goal.loop.key)) loops.set(goal.loop.key, `loop-${loops.size + 1}`)
  const steps = goals.filter(({ is_given }) => is_given !== true).map((goal) => writeStep(goal, parts, loops))
  return { goal: space.request.text, steps }
}

function nameGoals(goals: readonly Goal[]): void {
  const taken = new Set(goals.flatMap(({ id }) => (id === '' ? [] : [id])))
  for (const goal of goals) {
    if (goal.id !== '') continue
    const base = goal.step_type === PLANNED_TYPES.wait ? `wait_${goal.uses}` : goal.uses
    const name = base.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z_]+/, '') || 'step'
    const plain = ['input', 'run', 'secrets', 'item'].includes(name) ? `${name}_step` : name
    let id = plain
    for (let at = 2; taken.has(id); at += 1) id = `${plain}_${at}`
    taken.add(id)
    goal.id = id
  }
}

function writeStep(goal: Goal, parts: PlanParts, loops: ReadonlyMap<string, string>): PlanStep {
  const settings: { path: string; value: PlanValue }[] = goal.settings.map(({ path, value }) => ({
    path,
    value: { kind: 'const', value },
  }))
  const inputs: { name: string; values: PlanValue[]; is_list?: boolean; is_record?: boolean }[] = []
  for (const [name, sources] of goal.bound) {
    const values = sources.map((source) => planValueOf(source))
    const [first] = values
    if (goal.capability !== undefined || goal.step_type === 'output')
      inputs.push({
        name,
        values: listed(goal, name, values),
        ...(isListOfOne(goal, name, sources) ? { is_list: true } : {}),
        ...(isRecordOfLists(goal, name, sources) ? { is_record: true } : {}),
      })
    else if (first !== undefined) settings.push({ path: name, value: first })
  }
  const uri = settings.find(
    ({ path, value }) => path === 'model_uri' && value.kind === 'const' && String(value.value).endsWith('/'),
  )
  const version = settings.find(({ path }) => path === 'model_version')?.value
  if (uri !== undefined && uri.value.kind === 'const' && version?.kind === 'ref')
    uri.value = { kind: 'ref', ref: version.ref, before: String(uri.value.value) }
  const condition = conditionOf(goal, parts)
  const over = goal.loop === undefined ? undefined : planValueOf(goal.loop.source)
  const group = parts.groups.get(goal)
  const delivery = parts.deliveries.get(goal)
  return {
    id: goal.id,
    uses: goal.uses,
    type: goal.step_type,
    inputs,
    settings,
    after: [...goal.after].map(({ id }) => id).filter((id) => id !== ''),
    because: goal.because,
    outputs: declaredOutputs(goal.step_type, goal.capability),
    ...(goal.artifacts.size === 0 ? {} : { artifacts: Object.fromEntries(goal.artifacts) }),
    ...(goal.fallback_of === undefined ? {} : { fallback_of: goal.fallback_of.id }),
    ...(goal.loop === undefined || over === undefined
      ? {}
      : {
          for_each: {
            key: loops.get(goal.loop.key) ?? '',
            over,
            ...(goal.loop.max_parallel === undefined ? {} : { max_parallel: goal.loop.max_parallel }),
          },
        }),
    ...(condition === undefined || goal.fallback_of !== undefined || goal.is_producer === true
      ? {}
      : { when: condition }),
    ...(group === undefined ? {} : { group }),
    ...(goal.capability?.format === undefined ? {} : { format: goal.capability.format }),
    ...(delivery === undefined ? {} : { delivery: { url: delivery } }),
  }
}

/** Constants of a port that takes a list make a list, be it of one. */
function listed(goal: Goal, name: string, values: readonly PlanValue[]): PlanValue[] {
  const port = goal.capability?.inputs.find((one) => one.name === name)
  const [only] = values
  if (port?.arity !== 'many' || values.length !== 1 || only?.kind !== 'const' || Array.isArray(only.value))
    return [...values]
  return [{ kind: 'const', value: [only.value] }]
}

/** A single value for a port that takes lists only. Seen from outside its loop a step gives the list of all values. */
function isListOfOne(goal: Goal, name: string, sources: readonly Source[]): boolean {
  const [only] = sources
  if (goal.capability?.inputs.find((port) => port.name === name)?.arity !== 'many' || sources.length !== 1) return false
  if (only?.kind === 'item') return true
  if (only?.kind !== 'ref' || only.field.over !== undefined) return false
  return only.goal.loop === undefined || only.goal.loop.key === goal.loop?.key
}

/** Several lists for a port that takes a record or a list of them: a list of lists would be neither. */
function isRecordOfLists(goal: Goal, name: string, sources: readonly Source[]): boolean {
  const isEither = goal.capability?.inputs.find((port) => port.name === name)?.arity === 'either'
  return (
    isEither && sources.length > 1 && sources.some((source) => source.kind === 'ref' && source.field.over !== undefined)
  )
}

function conditionOf(goal: Goal, parts: PlanParts): PlanStep['when'] | undefined {
  const { condition, branch } = goal.clause
  if (condition === undefined || branch === undefined) return undefined
  const bound = parts.conditions.get(condition)
  // What decides cannot wait for what it decides.
  if (bound === undefined || bound.tests.some((test) => dependsOn(test.goal, goal))) return undefined
  return {
    key: String(condition.id),
    branch,
    join: bound.join,
    tests: bound.tests.map(({ goal, path, test }) => ({ ...test, ref: `${goal.id}.${path}` })),
  }
}

function planValueOf(source: Source): PlanValue {
  if (source.kind === 'const') return { kind: 'const', value: source.value }
  if (source.kind === 'input') return { kind: 'input', name: source.name }
  if (source.kind === 'item') return { kind: 'ref', ref: source.path === '' ? 'item' : `item.${source.path}` }
  return { kind: 'ref', ref: `${source.goal.id}.${source.kind === 'ref' ? source.field.path : source.path}` }
}

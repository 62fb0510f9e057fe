import { FREE_TYPES, PLANNED_TYPES } from '../catalog/planned-types.js'
import { isStepType } from '../plan/compile-plan.js'
import type { FlatPlan, PlanStep, PlanValue } from '../plan/flat-plan.js'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { type PolicyBreach, shown } from './breach.js'
import { DEFAULT_PARALLEL } from './document-policy.js'
import { settingProblem } from './setting-rules.js'
import { isAllowedWebhook } from './webhook-host.js'

const ID = /^[A-Za-z_][A-Za-z0-9_-]{0,100}$/
const RESERVED = new Set(['input', 'run', 'secrets', 'item'])
const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d{1,6}|\*)\]){0,20}$/
const MOST_STEPS = 200

/**
 * What a plan may not have. It is checked before it is compiled, so that nothing of it becomes part of a template, an expression or a key that it was not
 * meant to be.
 *
 * @param permitted what the caller may use
 * @param given ids of steps that stand elsewhere, and may be read
 * @example
 * ```ts
 * import { checkPlanPolicy, preparePlannerCatalog } from '@odp/agent'
 *
 * const permitted = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * checkPlanPolicy({ goal: 'count', steps: [] }, permitted, { workspace_id: 'w', project_id: 'p' }) // []
 * ```
 */
export function checkPlanPolicy(
  plan: FlatPlan,
  permitted: PlannerCatalog,
  context: PlannerContext,
  given: Iterable<string> = [],
): PolicyBreach[] {
  if (plan.steps.length > MOST_STEPS)
    return [{ code: 'quota', message: `the plan has ${plan.steps.length} steps, above ${MOST_STEPS}` }]
  const ids = new Set([...given, ...plan.steps.map(({ id }) => id)])
  return plan.steps.flatMap((step) => {
    const breaches: PolicyBreach[] = []
    const add = (code: PolicyBreach['code'], message: string) => breaches.push({ code, message, step: shown(step.id) })
    checkNames(step, ids, permitted, add)
    checkValues(step, ids, context, add)
    const most = context.most_parallel ?? DEFAULT_PARALLEL
    const asked = step.for_each?.max_parallel ?? step.group?.max_parallel
    if (asked !== undefined && !(Number.isInteger(asked) && asked >= 1 && asked <= most))
      add('quota', `${shown(asked)} calls at a time are not from 1 to ${most}`)
    if (step.delivery !== undefined && !isAllowedWebhook(step.delivery.url, context.allowed_webhook_hosts))
      add('webhook_host', `files are not sent to '${shown(step.delivery.url)}'`)
    return breaches
  })
}

type Add = (code: PolicyBreach['code'], message: string) => void

function checkNames(step: PlanStep, ids: ReadonlySet<string>, permitted: PlannerCatalog, add: Add): void {
  const { id, uses, type } = step
  if (!ID.test(id) || RESERVED.has(id)) add('malformed', `'${shown(id)}' is no id of a step`)
  if (type === PLANNED_TYPES.inline_code || !isStepType(type))
    add('inline_code', `a plan has no steps of the type '${shown(type)}'`)
  const isKnown =
    permitted.byId(uses).some(({ step_type }) => step_type === type) || (FREE_TYPES.includes(type) && uses === type)
  if (!isKnown) add('not_permitted', `'${shown(uses)}' is not in the catalog of the session as a ${shown(type)}`)
  for (const other of [...step.after, ...(step.fallback_of === undefined ? [] : [step.fallback_of])])
    if (!ids.has(other)) add('malformed', `there is no step '${shown(other)}'`)
  for (const name of [
    ...Object.keys(step.artifacts ?? {}),
    ...Object.values(step.artifacts ?? {}),
    ...(step.outputs ?? []),
  ])
    if (name.includes('{{') || name === '__proto__') add('malformed', `'${shown(name)}' is no name of an output`)
}

function checkValues(step: PlanStep, ids: ReadonlySet<string>, context: PlannerContext, add: Add): void {
  const readable = (ref: string) => {
    if (!REFERENCE.test(ref)) add('malformed', `'${shown(ref)}' is no reference`)
    else if (/^secrets(?:$|[.[])/.test(ref)) add('secret', 'a plan reads no secrets')
    else {
      const root = ref.split(/[.[]/)[0] ?? ''
      const isItem = root === 'item' && step.for_each !== undefined
      if (!isItem && !ids.has(root)) add('malformed', `'${shown(ref)}' is read from no step of the plan`)
    }
  }
  const check = (value: PlanValue) => {
    if (value.kind === 'ref') readable(value.ref)
    if (value.kind === 'input' && !ID.test(value.name)) add('malformed', `'${shown(value.name)}' is no input of a run`)
  }
  for (const { name, values } of step.inputs) {
    if (name === '__proto__') add('malformed', 'an input has no such name')
    values.forEach(check)
  }
  for (const { path, value } of step.settings) {
    check(value)
    const problem = settingProblem(path, value.kind === 'const' ? value.value : undefined, context)
    if (problem !== undefined) add(path.startsWith('resources') ? 'quota' : 'setting', shown(problem))
  }
  if (step.for_each !== undefined) check(step.for_each.over)
  for (const { ref, value, measure } of step.when?.tests ?? []) {
    if (measure === 'expression') add('malformed', 'a plan writes no expressions of its own')
    readable(ref)
    if (JSON.stringify(value ?? null).includes('{{')) add('malformed', 'a condition compares with no template')
  }
}

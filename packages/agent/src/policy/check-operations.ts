import type { PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { loopsAround } from '../edit/document-path.js'
import { stepLists } from '../edit/document-steps.js'
import type { EditOperation } from '../edit/edit-operation.js'
import { liftDocument } from '../edit/lift-document.js'
import { objectOf } from '../json/object-of.js'
import type { PlanStep } from '../plan/flat-plan.js'
import { LOOP_VARIABLE } from '../plan/place-steps.js'
import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { type PolicyBreach, shown } from './breach.js'
import { checkPlanPolicy } from './check-plan.js'
import { DEFAULT_PARALLEL } from './document-policy.js'

const MOST_OPERATIONS = 100

/**
 * What operations may not do, before any of them is done: each is held against the rules of a plan, as the step that it would make of the one that it
 * changes.
 */
export function checkOperationsPolicy(
  operations: readonly EditOperation[],
  document: PipelineDocument,
  permitted: PlannerCatalog,
  context: PlannerContext,
): PolicyBreach[] {
  if (operations.length > MOST_OPERATIONS)
    return [{ code: 'quota', message: `there are ${operations.length} changes, above ${MOST_OPERATIONS}` }]
  const ids = new Set(
    stepLists(document)
      .flat()
      .map((step) => String(objectOf(step).id)),
  )
  const lifted = new Map(liftDocument(document).steps.map((step) => [step.id, step]))
  const breaches: PolicyBreach[] = []
  const check = (steps: readonly PlanStep[], inLoop: boolean) => {
    const placed = inLoop ? steps.map((step) => ({ ...step, for_each: ANY_LOOP })) : steps
    breaches.push(...checkPlanPolicy({ goal: '', steps: placed }, permitted, context, ids))
  }
  const isLooped = (id: string) => (loopsAround(document, id) ?? []).length > 0
  for (const operation of operations) {
    if (operation.op === 'add_steps') {
      const { steps, into_loop } = operation
      const taken = steps.find(({ id }, at) => ids.has(id) || steps.findIndex((other) => other.id === id) !== at)
      if (taken !== undefined) breaches.push(malformed(`there is a step '${shown(taken.id)}' already`, taken.id))
      if (into_loop !== undefined && !ids.has(into_loop)) breaches.push(unknown(into_loop))
      check(steps, into_loop !== undefined)
      for (const { id } of steps) ids.add(id)
      for (const step of steps) lifted.set(step.id, step)
      continue
    }
    const { step: id } = operation
    if (!ids.has(id)) {
      breaches.push(unknown(id))
      continue
    }
    if (operation.op === 'remove_step') continue
    if (operation.op === 'set_parallel') {
      const most = context.most_parallel ?? DEFAULT_PARALLEL
      if (!(operation.max_parallel >= 1 && operation.max_parallel <= most))
        breaches.push({
          code: 'quota',
          message: `${operation.max_parallel} calls at a time are not from 1 to ${most}`,
          step: shown(id),
        })
      continue
    }
    // A whole loop or branch may be put under a condition; nothing else can be set of it.
    const given = lifted.get(id) ?? (operation.op === 'add_condition' ? bareStep(id) : undefined)
    if (given === undefined) breaches.push(malformed(`'${shown(id)}' holds other steps: name one of those`, id))
    else check([changed(given, operation)], isLooped(id))
  }
  return breaches
}

const ANY_LOOP: NonNullable<PlanStep['for_each']> = { key: 'given', over: { kind: 'const', value: [] } }

/** The step with nothing but what an operation makes of it; what stood there already may stay. */
function changed(
  { id, uses, type }: PlanStep,
  operation: Exclude<EditOperation, { op: 'add_steps' | 'remove_step' | 'set_parallel' }>,
): PlanStep {
  const bare = bareStep(id, uses, type)
  if (operation.op === 'replace_uses') return { ...bare, uses: operation.uses, type: operation.type }
  if (operation.op === 'set_input') return { ...bare, inputs: [{ name: operation.name, values: operation.values }] }
  if (operation.op === 'set_setting')
    return { ...bare, settings: [{ path: operation.path, value: { kind: 'const', value: operation.value } }] }
  if (operation.op === 'put_in_loop') {
    const { name, over, item_path, max_parallel } = operation
    const ref = item_path === '' ? LOOP_VARIABLE : `${LOOP_VARIABLE}.${item_path}`
    const for_each = { key: 'given', over, ...(max_parallel === undefined ? {} : { max_parallel }) }
    return { ...bare, for_each, inputs: [{ name, values: [{ kind: 'ref', ref }] }] }
  }
  const { tests, join, branch } = operation
  return { ...bare, when: { key: 'given', tests, join, branch } }
}

function bareStep(id: string, uses: string = PLANNED_TYPES.file, type: string = PLANNED_TYPES.file): PlanStep {
  return { id, uses, type, inputs: [], settings: [], after: [], because: '' }
}

function malformed(message: string, step: string): PolicyBreach {
  return { code: 'malformed', message, step: shown(step) }
}

function unknown(id: string): PolicyBreach {
  return malformed(`the pipeline has no step '${shown(id)}'`, id)
}

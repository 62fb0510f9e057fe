import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { isStepType } from '../plan/compile-plan.js'
import type { FlatPlan, PlanStep, PlanTest, PlanValue } from '../plan/flat-plan.js'
import { blocksOf } from './document-steps.js'

const NAMING = ['method', 'model', 'flow', 'asset', 'template'] as const
/** Keys of a step that a plan may set. */
export const SETTINGS = [
  'timeout_minutes',
  'poll_interval_seconds',
  'retry_policy',
  'training',
  'resources',
  'model_uri',
  'model_version',
  'service_name',
  'checks',
] as const

interface Place {
  readonly for_each?: NonNullable<PlanStep['for_each']> & { readonly variable: string; readonly id: string }
  readonly when?: NonNullable<PlanStep['when']>
  readonly group?: NonNullable<PlanStep['group']>
}

/**
 * A document as a plan. What a plan has no words for is left where it is: edits touch only what they name.
 *
 * @example
 * ```ts
 * import { liftDocument } from '@odp/agent'
 * import type { PipelineDocument } from '@odp/dsl'
 *
 * const idsOf = (document: PipelineDocument) => liftDocument(document).steps.map(({ id }) => id)
 * ```
 */
export function liftDocument(document: PipelineDocument): FlatPlan {
  const steps: PlanStep[] = []
  liftSteps(document.steps as unknown as readonly Json[], {}, steps)
  const fallbacks = new Map<string, string>()
  const collect = (list: readonly Json[]) => {
    for (const step of list) {
      const own = objectOf(step)
      const stand = objectOf(own.on_error).fallback_step
      if (typeof stand === 'string' && typeof own.id === 'string') fallbacks.set(stand, own.id)
      for (const { steps: inner } of blocksOf(own)) collect(inner)
    }
  }
  collect(document.steps as unknown as readonly Json[])
  return {
    goal: document.name ?? document.pipeline_id,
    steps: steps.map((step) =>
      fallbacks.has(step.id) ? { ...step, fallback_of: fallbacks.get(step.id) ?? '' } : step,
    ),
  }
}

function liftSteps(list: readonly Json[], place: Place, found: PlanStep[]): void {
  for (const raw of list) {
    const step = objectOf(raw)
    const id = String(step.id ?? '')
    const type = String(step.type ?? '')
    const inner = Array.isArray(step.steps) ? step.steps : []
    if (type === PLANNED_TYPES.loop) {
      const variable = String(step.loop_variable ?? 'item')
      const over = liftValue(step.iterate_over ?? null, place)[0] ?? { kind: 'const' as const, value: null }
      const max = step.max_parallel
      liftSteps(
        inner,
        {
          ...place,
          for_each: { key: id, id, over, variable, ...(typeof max === 'number' ? { max_parallel: max } : {}) },
        },
        found,
      )
    } else if (type === PLANNED_TYPES.branches) {
      const branches = objectOf(step.branches)
      const expression = String(objectOf(step.condition).expression ?? '')
      for (const branch of ['if_true', 'if_false'] as const) {
        const steps = objectOf(branches[branch]).steps
        if (Array.isArray(steps))
          liftSteps(steps, { ...place, when: { key: id, branch, join: 'and', tests: [rawTest(expression)] } }, found)
      }
    } else if (type === PLANNED_TYPES.group) {
      const max = objectOf(step.parallel_config).max_parallel
      liftSteps(
        inner,
        { ...place, ...(typeof max === 'number' ? { group: { key: id, max_parallel: max } } : {}) },
        found,
      )
    } else if (isStepType(type)) found.push(liftStep(step, id, type, place))
  }
}

/** An expression is kept as it is written: as the reference of a test that only says that it holds. */
function rawTest(expression: string): PlanTest {
  return { ref: expression.replace(/\{\{\s*|\s*\}\}/g, ''), measure: 'expression' }
}

function liftStep(step: JsonObject, id: string, type: string, place: Place): PlanStep {
  const uses = liftStepUses(step)
  const inputs = Object.entries(objectOf(step.inputs)).map(([name, binding]) => {
    const own = objectOf(binding)
    const value = Object.hasOwn(own, 'from') ? own.from : Object.hasOwn(own, 'or') ? own.or : binding
    return { name, values: liftValue(value ?? null, place) }
  })
  const settings = SETTINGS.flatMap((key) => (step[key] === undefined ? [] : liftSetting(key, step[key], place)))
  const outputs = objectOf(step.outputs)
  const after = Array.isArray(step.depends_on) ? step.depends_on.filter((one) => typeof one === 'string') : []
  const { for_each, when, group } = place
  return {
    id,
    uses,
    type,
    inputs,
    settings,
    after,
    because: 'it was there',
    outputs: Object.keys(outputs),
    ...(for_each === undefined
      ? {}
      : {
          for_each: {
            key: for_each.key,
            over: for_each.over,
            ...(for_each.max_parallel === undefined ? {} : { max_parallel: for_each.max_parallel }),
          },
        }),
    ...(when === undefined ? {} : { when }),
    ...(group === undefined ? {} : { group }),
  }
}

/** Id in the catalog of what a step uses; its type where it uses nothing. */
export function liftStepUses(step: JsonObject): string {
  const named = NAMING.map((key) => step[key]).find((value) => typeof value === 'string')
  const graph = objectOf(step.agent_config).graph_definition
  const assets = Array.isArray(step.assets) ? step.assets : []
  return [named, graph, assets[0]].find((name) => typeof name === 'string') ?? String(step.type ?? '')
}

function liftSetting(path: string, value: Json, place: Place): { path: string; value: PlanValue }[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) => liftSetting(`${path}.${key}`, inner, place))
  const [first] = liftValue(value, place)
  return first === undefined ? [] : [{ path, value: first }]
}

function liftValue(value: Json, place: Place): PlanValue[] {
  if (typeof value === 'string') {
    const whole = /^([^{}]*)\{\{\s*([^{}]+?)\s*\}\}$/.exec(value)
    if (whole === null || value.startsWith('\\')) return [{ kind: 'const', value: value.replace(/\\\{\{/g, '{{') }]
    const [, before = '', path = ''] = whole
    if (/^input[.[]/.test(path) && before === '') return [{ kind: 'input', name: path.replace(/^input\.?/, '') }]
    return [{ kind: 'ref', ref: plainPath(path, place), ...(before === '' ? {} : { before }) }]
  }
  if (Array.isArray(value) && value.some((item) => typeof item === 'string' && item.includes('{{')))
    return value.flatMap((item) => liftValue(item, place))
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && JSON.stringify(value).includes('{{'))
    return Object.values(value).flatMap((item) => liftValue(item, place))
  return [{ kind: 'const', value }]
}

/** In a plan the loop variable is `item`, and a step in a loop is named from outside without the way through the loop. */
function plainPath(path: string, place: Place): string {
  const inside = /^[\w-]+\.items\[\*\]\.outputs\.(.+)$/.exec(path)
  if (inside?.[1] !== undefined) return inside[1]
  const variable = place.for_each?.variable
  return variable !== undefined && new RegExp(`^${variable}(?=$|[.[])`).test(path)
    ? path.replace(variable, 'item')
    : path
}

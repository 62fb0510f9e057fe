import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { renderValue } from '../plan/compile-plan.js'
import { LOOP_VARIABLE } from '../plan/place-steps.js'
import { dependsOn } from '../planner/typed/clause-words.js'
import type { Goal } from '../planner/typed/goal.js'
import { documentPath, loopsAround } from './document-path.js'
import { findInDocument, mapTexts } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'

type PutInLoop = Extract<EditOperation, { op: 'put_in_loop' }>

/** Puts a step, and what reads single values of it, into a loop. Nothing changes where these stand in different places, or make what it would go over. */
export function putInLoop(document: PipelineDocument, operation: PutInLoop, given: readonly Goal[]): void {
  const { step: name, over, item_path, max_parallel } = operation
  const place = findInDocument(document, name)
  const target = given.find((goal) => goal.id === name)
  if (place === undefined || target === undefined) return
  const moved = given.filter((goal) => goal === target || goal.fallback_of === target || readsOne(goal, target))
  const ids = new Set(moved.map(({ id }) => id))
  const source = over.kind === 'ref' ? (over.ref.split(/[.[]/)[0] ?? '') : ''
  if (ids.has(source) || moved.some(({ id }) => findInDocument(document, id)?.list !== place.list)) return
  const around = loopsAround(document, name) ?? []
  const variable = around.length === 0 ? LOOP_VARIABLE : `${LOOP_VARIABLE}_${around.length + 1}`
  const item = `{{${item_path === '' ? variable : `${variable}.${item_path}`}}}`
  let id = `each_${name}`
  for (let at = 2; findInDocument(document, id) !== undefined; at += 1) id = `each_${name}_${at}`
  const old = constantOf(objectOf(place.step.inputs)[operation.name])
  const type = target.capability?.inputs.find((port) => port.name === operation.name)?.type
  const inner: JsonObject[] = []
  const rest: Json[] = []
  for (const raw of place.list) {
    const step = objectOf(raw)
    const goal = moved.find((one) => one.id === step.id)
    if (goal === undefined) rest.push(seenFromOutside(step, id, ids))
    else
      inner.push(
        withItem(step, (port) => (goal === target && port === operation.name) || isAlike(goal, port, type), old, item),
      )
  }
  const first = place.list.findIndex((raw) => ids.has(String(objectOf(raw).id)))
  const after = rest.findIndex((raw) => objectOf(raw).id === source)
  rest.splice(Math.max(first, after + 1), 0, {
    id,
    type: PLANNED_TYPES.loop,
    iterate_over: renderValue(over, (ref) => documentPath(document, ref, around)),
    loop_variable: variable,
    ...(max_parallel === undefined ? {} : { max_parallel }),
    steps: inner,
  })
  place.list.splice(0, place.list.length, ...rest)
}

function isAlike({ capability }: Goal, name: string, type: string | undefined): boolean {
  return type !== undefined && capability?.inputs.find((port) => port.name === name)?.type === type
}

/** Whether a step reads, directly or not, single values of another one; what takes lists takes those of all items. */
function readsOne(goal: Goal, target: Goal): boolean {
  if (goal === target || !dependsOn(goal, target)) return false
  return [...goal.bound].some(([name, sources]) => {
    const port = goal.capability?.inputs.find((one) => one.name === name)
    return sources.some((source) => {
      if (source.kind !== 'path' || !(source.goal === target || readsOne(source.goal, target))) return false
      const isList = source.goal.capability?.outputs.find(({ path }) => path === source.path)?.over !== undefined
      return port?.arity !== 'many' || isList
    })
  })
}

function withItem(step: JsonObject, isFor: (port: string) => boolean, old: Json | undefined, item: string): JsonObject {
  const inputs = objectOf(step.inputs)
  if (Object.keys(inputs).length === 0) return step
  const same = (binding: Json) => JSON.stringify(constantOf(binding)) === JSON.stringify(old)
  const changed = Object.entries(inputs).map(([name, binding]) =>
    isFor(name) && same(binding) ? [name, { from: item }] : [name, binding],
  )
  return { ...step, inputs: Object.fromEntries(changed) }
}

function constantOf(binding: Json | undefined): Json | undefined {
  const own = objectOf(binding)
  return Object.hasOwn(own, 'from') ? own.from : binding
}

/** What stays outside reads the values of all items, and waits for the loop. */
function seenFromOutside(step: JsonObject, loop: string, ids: ReadonlySet<string>): Json {
  const names = [...ids].map((id) => id.replace(/[^\w-]/g, '')).join('|')
  const read = new RegExp(`(?<!\\\\)(\\{\\{\\s*)(?=(?:${names})[.[])`, 'g')
  const changed = objectOf(mapTexts(step, (text) => text.replace(read, `$1${loop}.items[*].outputs.`)))
  if (Array.isArray(changed.depends_on))
    changed.depends_on = [...new Set(changed.depends_on.map((id) => (ids.has(String(id)) ? loop : id)))]
  return changed
}

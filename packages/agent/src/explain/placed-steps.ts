import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { definitionOf, PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'

/** Something around a step that decides whether, and how often, it runs. */
export type Around =
  | {
      readonly kind: 'loop'
      readonly id: string
      readonly over: Json
      readonly variable: string
      readonly max_parallel: number | undefined
    }
  | { readonly kind: 'condition'; readonly id: string; readonly expression: string; readonly holds: boolean }
  | { readonly kind: 'route'; readonly id: string; readonly expression: string }
  | { readonly kind: 'group'; readonly id: string; readonly max_parallel: number | undefined }

/** A step that does something, with all that is around it, outermost first. */
export interface PlacedStep {
  readonly step: JsonObject
  readonly around: readonly Around[]
}

/** Every step of a document that does something, and by the id of each step those that are it, or are in it. */
export interface PlacedSteps {
  readonly steps: readonly PlacedStep[]
  readonly behind: ReadonlyMap<string, readonly string[]>
}

/** Finds the steps of a document, wherever they stand. */
export function placedSteps(document: PipelineDocument): PlacedSteps {
  const steps: PlacedStep[] = []
  const behind = new Map<string, readonly string[]>()
  const walk = (list: readonly Json[], around: readonly Around[]): string[] =>
    list.flatMap((raw) => {
      const step = objectOf(raw)
      const id = String(step.id ?? '')
      const blocks = innerBlocks(step)
      const inner = blocks.flatMap((block) => walk(block.steps, [...around, ...block.around]))
      if (blocks.length === 0) steps.push({ step, around })
      behind.set(id, blocks.length === 0 ? [id] : inner)
      const routed = routesOf(step).flatMap((route) => walk(route.steps, [...around, route.around]))
      return [...(behind.get(id) ?? []), ...routed]
    })
  walk(document.steps as unknown as readonly Json[], [])
  return { steps, behind }
}

interface Block {
  readonly steps: readonly Json[]
  readonly around: readonly Around[]
}

function innerBlocks(step: JsonObject): Block[] {
  return (definitionOf(String(step.type))?.blocks ?? []).flatMap(({ path, name }) => {
    const steps = path.reduce<Json | undefined>((inner, key) => objectOf(inner)[key], step)
    return Array.isArray(steps) ? [{ steps, around: aroundOf(step, name) }] : []
  })
}

function aroundOf(step: JsonObject, block: string): Around[] {
  const id = String(step.id ?? '')
  if (step.type === PLANNED_TYPES.loop) {
    const variable = String(step.loop_variable ?? 'item')
    return [{ kind: 'loop', id, over: step.iterate_over ?? null, variable, max_parallel: numberOr(step.max_parallel) }]
  }
  if (step.type === PLANNED_TYPES.branches) {
    const expression = String(objectOf(step.condition).expression ?? '')
    return [{ kind: 'condition', id, expression, holds: !block.includes('false') }]
  }
  if (step.type === PLANNED_TYPES.group)
    return [{ kind: 'group', id, max_parallel: numberOr(objectOf(step.parallel_config).max_parallel) }]
  return []
}

function routesOf(step: JsonObject): { readonly steps: readonly Json[]; readonly around: Around }[] {
  const { routes } = objectOf(step.on_success)
  if (!Array.isArray(routes)) return []
  return routes.flatMap((raw) => {
    const route = objectOf(raw)
    const expression = String(objectOf(route.match).expression ?? '')
    const steps = Array.isArray(route.steps) ? route.steps.filter((one) => typeof one === 'object') : []
    return [{ steps, around: { kind: 'route' as const, id: String(step.id ?? ''), expression } }]
  })
}

function numberOr(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined
}

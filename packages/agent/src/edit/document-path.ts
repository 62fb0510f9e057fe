import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import { LOOP_VARIABLE } from '../plan/place-steps.js'
import { blocksOf } from './document-steps.js'

/** The loops around a step of a document, outermost first; undefined where it has no such step. */
export function loopsAround(document: PipelineDocument, id: string): JsonObject[] | undefined {
  const find = (list: readonly Json[], around: JsonObject[]): JsonObject[] | undefined => {
    for (const raw of list) {
      const step = objectOf(raw)
      if (step.id === id) return around
      const inner = step.type === PLANNED_TYPES.loop ? [...around, step] : around
      for (const { steps } of blocksOf(step)) {
        const found = find(steps, inner)
        if (found !== undefined) return found
      }
    }
    return undefined
  }
  return find(document.steps as unknown as readonly Json[], [])
}

/**
 * A reference of a plan as a path of a document, seen from within some loops: what stands in another loop is read through its items, and `item` is the
 * variable of the innermost.
 */
export function documentPath(document: PipelineDocument, ref: string, here: readonly JsonObject[]): string {
  const root = ref.split(/[.[]/)[0] ?? ''
  if (root === LOOP_VARIABLE && here.length > 0)
    return `${String(here.at(-1)?.loop_variable ?? LOOP_VARIABLE)}${ref.slice(root.length)}`
  const through = (loopsAround(document, root) ?? []).filter(({ id }) => !here.some((loop) => loop.id === id))
  return `${through.map(({ id }) => `${String(id)}.items[*].outputs.`).join('')}${ref}`
}

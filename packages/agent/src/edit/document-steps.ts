import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { definitionOf } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'

/** The lists of steps in a document, outermost first. */
export function stepLists(document: PipelineDocument): Json[][] {
  const found: Json[][] = []
  const walk = (list: Json[]) => {
    found.push(list)
    for (const raw of list) {
      for (const { steps } of blocksOf(objectOf(raw))) walk(steps)
    }
  }
  walk(document.steps as unknown as Json[])
  return found
}

/** The lists of steps inside a step, as its definition places them, and how each is taken out with what holds it alone. */
export function blocksOf(step: JsonObject): { readonly steps: Json[]; drop(): void }[] {
  const blocks = definitionOf(String(step.type))?.blocks ?? []
  return blocks.flatMap(({ path }) => {
    const steps = path.reduce<Json | undefined>((inner, key) => objectOf(inner)[key], step)
    if (!Array.isArray(steps)) return []
    const holder = path.length === 1 ? path : path.slice(0, -1)
    const outer = holder.slice(0, -1).reduce<JsonObject>((inner, key) => objectOf(inner[key]), step)
    return [{ steps, drop: () => void delete outer[holder.at(-1) ?? ''] }]
  })
}

/** A step with the list that it stands in. */
export function findInDocument(
  document: PipelineDocument,
  id: string,
): { list: Json[]; index: number; step: JsonObject } | undefined {
  for (const list of stepLists(document)) {
    const index = list.findIndex((step) => objectOf(step).id === id)
    if (index >= 0) return { list, index, step: list[index] as JsonObject }
  }
  return undefined
}

export function copyOf(document: PipelineDocument): PipelineDocument {
  return JSON.parse(JSON.stringify(document)) as PipelineDocument
}

/** Changes every text in a value. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)]))
  return value
}

/** Whether a value holds a template that starts at a step. */
export function readsStep(value: Json, id: string): boolean {
  let found = false
  mapTexts(value, (text) => {
    if (new RegExp(`(?<!\\\\)\\{\\{\\s*${id}(?![\\w-])`).test(text)) found = true
    return text
  })
  return found
}

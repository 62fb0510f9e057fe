import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import { objectOf } from './lift-document.js'

/** The lists of steps in a document, outermost first. */
export function stepLists(document: PipelineDocument): Json[][] {
  const found: Json[][] = []
  const walk = (list: Json[]) => {
    found.push(list)
    for (const raw of list) {
      const step = objectOf(raw)
      const branches = objectOf(step.branches)
      for (const inner of [step.steps, objectOf(branches.if_true).steps, objectOf(branches.if_false).steps])
        if (Array.isArray(inner)) walk(inner)
    }
  }
  walk(document.steps as unknown as Json[])
  return found
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

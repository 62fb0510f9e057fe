import type { Json, PipelineDocument } from '@odp/dsl'
import { objectOf } from '../json/object-of.js'
import type { Goal } from '../planner/typed/goal.js'
import { blocksOf, findInDocument, mapTexts, readsStep, stepLists } from './document-steps.js'

/** Takes a step out of a document, with what reads it and cannot do without. `given` are its steps as goals. */
export function takeOut(document: PipelineDocument, id: string, given: readonly Goal[]): void {
  const place = findInDocument(document, id)
  const goal = given.find((one) => one.id === id)
  if (place === undefined) return
  if (goal === undefined) {
    place.list.splice(place.index, 1)
    return
  }
  const replacement = passedThrough(goal)
  const own = objectOf(place.step.inputs)
  const value = replacement === undefined ? undefined : (objectOf(own[replacement.port]).from ?? own[replacement.port])
  place.list.splice(place.index, 1)
  for (const list of stepLists(document)) {
    for (const [at, raw] of [...list.entries()].reverse()) {
      const step = objectOf(raw)
      if (Array.isArray(step.depends_on)) {
        const rest = step.depends_on.filter((id) => id !== goal.id)
        const inherited = Array.isArray(place.step.depends_on)
          ? place.step.depends_on.filter((id) => !rest.includes(id))
          : []
        if (rest.length !== step.depends_on.length) {
          const next = [...rest, ...inherited]
          if (next.length > 0) step.depends_on = next
          else delete step.depends_on
        }
      }
      if (objectOf(step.on_error).fallback_step === goal.id) delete step.on_error
      dropOptional(step, goal, given)
      if (!readsStep(step, goal.id)) continue
      if (typeof value === 'string') list[at] = rewire(step, goal.id, value)
      if (!readsStep(list[at] as Json, goal.id)) continue
      const reader = given.find(({ id }) => id === step.id)
      if (reader !== undefined) takeOut(document, reader.id, given)
      else list.splice(at, 1)
    }
  }
  dropEmpty(document)
}

/** A step that gives the same sort of thing that it takes may be left out between two others. */
function passedThrough({ capability }: Goal): { port: string } | undefined {
  if (capability === undefined) return undefined
  const first = capability.outputs.find(({ depth }) => depth === 0)
  const port = capability.inputs.find(({ type, required }) => required && type !== undefined && type === first?.type)
  return port === undefined ? undefined : { port: port.name }
}

function rewire(step: Json, id: string, value: string): Json {
  return mapTexts(step, (text) => text.replace(new RegExp(`^\\{\\{\\s*${id}\\.[\\w]+\\s*\\}\\}$`), value))
}

/** An input that need not be there goes with the step that it came from. */
function dropOptional(step: Record<string, Json>, goal: Goal, given: readonly Goal[]): void {
  const ports = given.find(({ id }) => id === step.id)?.capability?.inputs ?? []
  const inputs = objectOf(step.inputs)
  for (const [name, binding] of Object.entries(inputs)) {
    if (!readsStep(binding, goal.id)) continue
    if (ports.find((port) => port.name === name)?.required === false) delete inputs[name]
    const own = objectOf(binding)
    for (const key of ['from', 'or'] as const) {
      const list = own[key]
      if (!Array.isArray(list)) continue
      const rest = list.filter((item) => !readsStep(item, goal.id))
      if (rest.length > 0) own[key] = rest
    }
  }
}

/** Takes out blocks without steps, and the steps that have none but such. */
function dropEmpty(document: PipelineDocument): void {
  for (const list of stepLists(document).reverse()) {
    for (const [at, raw] of [...list.entries()].reverse()) {
      const step = objectOf(raw)
      const blocks = blocksOf(step)
      const empty = blocks.filter(({ steps }) => steps.length === 0)
      if (empty.length > 0 && empty.length === blocks.length) list.splice(at, 1)
      else for (const { drop } of empty) drop()
    }
  }
}

import type { DocumentPath } from '../issues/issue.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import type { Language } from '../language/language.js'
import type { StepBlock, StepDefinition } from '../steps/define-step.js'

/** A child that a route names instead of holding it. */
interface RouteTarget {
  readonly id: string
  readonly route: number
  readonly path: DocumentPath
}

/** One step with its place in the document. */
export interface OutlineStep {
  readonly id: string
  readonly type: string
  /** Absent where the type is unknown. */
  readonly definition: StepDefinition | undefined
  readonly step: JsonObject
  readonly path: DocumentPath
  /** Place in document order, counted over the whole document. */
  readonly order: number
  /** The step in whose block it stands: a control step, or the owner of a route. */
  readonly parent: OutlineStep | undefined
  readonly block: string | undefined
  /** The innermost loop around it, whose items are its scope. */
  readonly loop: OutlineStep | undefined
  /** The control step around it in the same scope; what a route holds belongs to what is around its owner. */
  readonly container: OutlineStep | undefined
  readonly routeTargets: readonly RouteTarget[]
}

/** All steps of a document in document order, as far as they can be read. */
export interface Outline {
  readonly steps: readonly OutlineStep[]
  /** The first step of each id. */
  readonly byId: ReadonlyMap<string, OutlineStep>
}

interface Place {
  readonly parent: OutlineStep | undefined
  readonly block: string | undefined
  readonly loop: OutlineStep | undefined
  readonly container: OutlineStep | undefined
}

/** The value at a path of keys inside a step. */
export function valueAt(step: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let value = step
  for (const key of path) {
    if (Array.isArray(value) && typeof key === 'number') value = value[key]
    else if (isJsonObject(value) && Object.hasOwn(value, key)) value = value[String(key)]
    else return undefined
  }
  return value
}

/** The routes of a step as they stand in the document. */
export function routesOf(step: JsonObject): Json[] {
  const routes = valueAt(step, ['on_success', 'routes'])
  return Array.isArray(routes) ? routes : []
}

/** Lays a document out. It reads whatever can be read: a document with mistakes gives an outline of the rest. */
export function outlineDocument(document: Json, language: Language): Outline {
  const steps: OutlineStep[] = []
  const byId = new Map<string, OutlineStep>()

  const visitBlock = (list: Json | undefined, path: DocumentPath, place: Place) => {
    if (!Array.isArray(list)) return
    for (const [index, entry] of list.entries()) if (isJsonObject(entry)) visit(entry, [...path, index], place)
  }

  const visit = (step: JsonObject, path: DocumentPath, place: Place) => {
    const type = typeof step.type === 'string' ? step.type : ''
    const definition = language.definition(type)
    const routeTargets: RouteTarget[] = []
    const found: OutlineStep = {
      id: typeof step.id === 'string' ? step.id : '',
      type,
      definition,
      step,
      path,
      order: steps.length,
      ...place,
      routeTargets,
    }
    steps.push(found)
    if (found.id !== '' && !byId.has(found.id)) byId.set(found.id, found)
    for (const block of definition?.blocks ?? []) {
      visitBlock(valueAt(step, block.path), [...path, ...block.path], innerPlace(found, block))
    }
    for (const [route, entry] of routesOf(step).entries()) {
      const routePath = [...path, 'on_success', 'routes', route, 'steps']
      const list = valueAt(entry, ['steps'])
      visitBlock(list, routePath, {
        parent: found,
        block: `routes.${route}`,
        loop: found.loop,
        container: found.container,
      })
      for (const [index, id] of (Array.isArray(list) ? list : []).entries()) {
        if (typeof id === 'string') routeTargets.push({ id, route, path: [...routePath, index] })
      }
    }
  }

  visitBlock(valueAt(document, ['steps']), ['steps'], {
    parent: undefined,
    block: undefined,
    loop: undefined,
    container: undefined,
  })
  return { steps, byId }
}

function innerPlace(step: OutlineStep, block: StepBlock): Place {
  return block.scope === 'item'
    ? { parent: undefined, block: undefined, loop: step, container: undefined }
    : { parent: step, block: block.name, loop: step.loop, container: step }
}

/** The loops around a step, from the inside out. */
export function loopsAround(step: OutlineStep): OutlineStep[] {
  const loops: OutlineStep[] = []
  for (let loop = step.loop; loop !== undefined; loop = loop.loop) loops.push(loop)
  return loops
}

/** Whether steps in scope of `inner` can see `outer`: it stands in the same scope or in one around it. */
export function isVisible(outer: OutlineStep, inner: OutlineStep): boolean {
  return outer.loop === inner.loop || loopsAround(inner).includes(outer.loop as OutlineStep) || outer.loop === undefined
}

/** The name that a loop gives to its item. */
export function loopVariable(loop: OutlineStep): string | undefined {
  return typeof loop.step.loop_variable === 'string' ? loop.step.loop_variable : undefined
}

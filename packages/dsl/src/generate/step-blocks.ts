import { isJsonObject, type Json, type JsonObject } from '../json/json.js'

/** A route of a step: where its condition holds, steps or children run. */
export interface RouteParts {
  readonly match: string
  readonly steps: readonly JsonObject[] | readonly string[]
}

/** The parts of a step that the builder takes apart from its options. */
export interface StepParts {
  /** Inner steps, a list a callback; undefined where the step has no such block. */
  readonly blocks: readonly (readonly JsonObject[] | undefined)[]
  readonly routes: readonly RouteParts[]
}

const NESTING = ['loop', 'parallel_group', 'conditional']

function stepsAt(value: Json | undefined): readonly JsonObject[] | undefined {
  return Array.isArray(value) ? value.filter(isJsonObject) : undefined
}

/** The parts of a step; undefined where the builder's methods cannot say it, so that it is given as it stands. */
export function stepParts(step: JsonObject): StepParts | undefined {
  const routes = routesOf(step)
  if (routes === undefined || !isCanonicalCheck(step.check)) return undefined
  if (!NESTING.includes(String(step.type))) return hasOnlyTypedNodes(step) ? { blocks: [], routes } : undefined
  if (step.inputs !== undefined || step.outputs !== undefined || step.output_schema !== undefined) return undefined
  if (step.type !== 'conditional') return { blocks: [stepsAt(step.steps)], routes }
  const branches = isJsonObject(step.branches) ? step.branches : {}
  const [then, otherwise] = [branches.if_true, branches.if_false].map((branch) =>
    isJsonObject(branch) ? stepsAt(branch.steps) : undefined,
  )
  return then === undefined ? undefined : { blocks: [then, otherwise], routes }
}

/** `on_success` without a route is an option like others. */
export function hasNoRoutes(step: JsonObject): boolean {
  return stepParts(step)?.routes.length === 0
}

function routesOf(step: JsonObject): RouteParts[] | undefined {
  const routes = isJsonObject(step.on_success) ? step.on_success.routes : undefined
  const found: RouteParts[] = []
  for (const route of Array.isArray(routes) ? routes : []) {
    if (!isJsonObject(route) || !isJsonObject(route.match) || !Array.isArray(route.steps)) return undefined
    const match = String(route.match.expression)
    const inner = route.steps
    if (inner.every((each) => typeof each === 'string')) found.push({ match, steps: inner })
    else if (inner.every(isJsonObject)) found.push({ match, steps: inner })
    else return undefined
  }
  return found
}

/** The list form is the only one that has a type. */
function isCanonicalCheck(check: Json | undefined): boolean {
  if (check === undefined) return true
  return (
    Array.isArray(check) &&
    check.every(
      (entry) => isJsonObject(entry) && (typeof entry.not_exists === 'string' || typeof entry.boolean === 'string'),
    )
  )
}

/** Nodes of an agent graph may have keys that the language does not know; those have no type. */
function hasOnlyTypedNodes(step: JsonObject): boolean {
  const nodes = isJsonObject(step.agent_config) ? step.agent_config.nodes : undefined
  return (Array.isArray(nodes) ? nodes : []).every(
    (node) => isJsonObject(node) && Object.keys(node).every((key) => ['id', 'type', 'model'].includes(key)),
  )
}

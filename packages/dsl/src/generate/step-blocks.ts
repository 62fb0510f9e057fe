import { valueAt } from '../document/outline.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage } from '../language/language.js'

/** A route of a step: where its condition holds, steps or children run. */
interface RouteParts {
  readonly match: string
  readonly steps: readonly JsonObject[] | readonly string[]
}

/** Inner steps of a step, with the parameter of the callback that adds them. */
interface BlockParts {
  readonly parameter: string
  /** Where the steps stand in the step. */
  readonly path: readonly string[]
  readonly steps: readonly JsonObject[]
}

/** The parts of a step that the builder takes apart from its options. */
export interface StepParts {
  /** What inner steps stand in, in the order of the callbacks; none for a step that does work. */
  readonly blocks: readonly BlockParts[]
  /** Whether only one of the blocks runs: a condition decides. */
  readonly isBranching: boolean
  /** Whether the steps run once an item, which has a name of its own. */
  readonly isLoop: boolean
  /** Keys that the method takes as callbacks. */
  readonly blockKeys: readonly string[]
  readonly routes: readonly RouteParts[]
}

function stepsAt(value: Json | undefined): readonly JsonObject[] | undefined {
  return Array.isArray(value) ? value.filter(isJsonObject) : undefined
}

/** The parts of a step; undefined where the builder's methods cannot say it, so that it is given as it stands. */
export function stepParts(step: JsonObject): StepParts | undefined {
  const routes = routesOf(step)
  if (routes === undefined || !isCanonicalCheck(step.check)) return undefined
  const definition = defaultLanguage.definition(String(step.type))
  const given = definition?.blocks ?? []
  const parts = { isBranching: given.length > 1, isLoop: given.some(({ scope }) => scope === 'item'), routes }
  if (given.length === 0) return hasOnlyTypedNodes(step) ? { ...parts, blocks: [], blockKeys: [] } : undefined
  if (step.inputs !== undefined || step.outputs !== undefined || step.output_schema !== undefined) return undefined
  const names = parts.isBranching ? ['then', 'otherwise'] : [parts.isLoop ? 'each' : 'group']
  const blocks = given.map(({ path }, index) => {
    const steps = stepsAt(valueAt(step, path))
    return steps && { parameter: names[index] ?? 'steps', path, steps }
  })
  // The callback of the first block cannot be left out.
  if (blocks[0] === undefined) return undefined
  const blockKeys = [...new Set(given.flatMap(({ path }) => path.slice(0, 1)))]
  return { ...parts, blocks: blocks.filter((block) => block !== undefined), blockKeys }
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

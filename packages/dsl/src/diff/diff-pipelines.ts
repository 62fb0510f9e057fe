import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { type OutlineStep, outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { EstimateAssumptions } from '../estimate/loop-items.js'
import type { DocumentPath } from '../issues/issue.js'
import { canonicalJson } from '../json/canonical-json.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { estimateChanges, type PipelineEstimateChange } from './estimate-changes.js'

/**
 * One key that differs. `before` or `after` is absent where the key is.
 *
 * @example
 * ```ts
 * import type { ValueChange } from '@odp/dsl'
 *
 * const change: ValueChange = { path: ['retry_policy', 'max_attempts'], before: 3, after: 5 }
 * ```
 */
export interface ValueChange {
  /** Keys from the step, or from the document. */
  readonly path: DocumentPath
  readonly before?: Json
  readonly after?: Json
}

/**
 * What happened to one step, or to the document itself.
 *
 * @example
 * ```ts
 * import type { PipelineChange } from '@odp/dsl'
 *
 * const touched = (change: PipelineChange) => (change.kind === 'document_changed' ? 'the document' : change.step)
 * ```
 */
export type PipelineChange =
  | { readonly kind: 'document_changed'; readonly changes: readonly ValueChange[] }
  | { readonly kind: 'step_added'; readonly step: string; readonly type: string; readonly where: string }
  | { readonly kind: 'step_removed'; readonly step: string; readonly type: string; readonly where: string }
  /** The step stands in another block, or elsewhere among the steps that both documents have. */
  | { readonly kind: 'step_moved'; readonly step: string; readonly from: string; readonly to: string }
  | { readonly kind: 'step_changed'; readonly step: string; readonly changes: readonly ValueChange[] }

/**
 * What changed from one document to another, step by step in the order of the new one, removed steps last.
 *
 * @example
 * ```ts
 * import type { PipelineDiff } from '@odp/dsl'
 *
 * const isEqual = ({ changes }: PipelineDiff) => changes.length === 0
 * ```
 */
export interface PipelineDiff {
  readonly changes: readonly PipelineChange[]
  /** What the changes do to cost and duration. Absent without a catalog: then nothing is known of them. */
  readonly estimate?: PipelineEstimateChange
}

/**
 * What documents are compared with.
 *
 * @example
 * ```ts
 * import { type DiffOptions, diffPipelines, type PipelineDocument } from '@odp/dsl'
 *
 * const estimate = { cost_units: 2, duration_seconds: 30 }
 * const options: DiffOptions = { catalog: { methods: [{ id: 'greet', step_type: 'function', estimate }] } }
 * const dearer = (before: PipelineDocument, after: PipelineDocument) =>
 *   diffPipelines(before, after, options).estimate?.cost.change.expected
 * ```
 */
export interface DiffOptions {
  /** Says what a call costs and how long it takes. */
  readonly catalog?: Catalog | CatalogDocument | CatalogIndex
  /** What estimates assume of loops of which nothing says how many items they have. */
  readonly assume?: EstimateAssumptions
  /** Default: the fifteen step types. */
  readonly language?: Language
}

/**
 * Compares two documents by their meaning: steps are matched by id, key order and spelling of the text do not count. With a catalog
 * it tells too how the estimate of cost and duration changes, for each step and as a whole.
 *
 * @returns no changes exactly when the two documents are equal up to key order
 * @example
 * ```ts
 * import { diffPipelines, pipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const before = pipeline(meta).function('greet', { method: 'greet' })
 * const { changes } = diffPipelines(before.build(), before.function('shout', { method: 'shout' }).build())
 * ```
 */
export function diffPipelines(
  before: PipelineDocument,
  after: PipelineDocument,
  { catalog, assume, language = defaultLanguage }: DiffOptions = {},
): PipelineDiff {
  const changes: PipelineChange[] = []
  const documentChanges = valueChanges(withoutSteps(before), withoutSteps(after))
  if (documentChanges.length > 0) changes.push({ kind: 'document_changed', changes: documentChanges })
  const old = outlineDocument(before as unknown as Json, language)
  const fresh = outlineDocument(after as unknown as Json, language)
  const moved = movedSteps(old.steps, fresh.steps)
  for (const step of fresh.steps) {
    const previous = old.byId.get(step.id)
    if (previous === undefined) {
      changes.push({ kind: 'step_added', step: step.id, type: step.type, where: placeOf(step) })
      continue
    }
    if (moved.has(step.id))
      changes.push({ kind: 'step_moved', step: step.id, from: placeOf(previous), to: placeOf(step) })
    const own = valueChanges(ownKeys(previous), ownKeys(step))
    if (own.length > 0) changes.push({ kind: 'step_changed', step: step.id, changes: own })
  }
  for (const step of old.steps) {
    if (!fresh.byId.has(step.id))
      changes.push({ kind: 'step_removed', step: step.id, type: step.type, where: placeOf(step) })
  }
  if (catalog === undefined) return { changes }
  const changed = new Set(changes.flatMap((change) => ('step' in change ? [change.step] : [])))
  const [left, right] = [before, after].map((document) => document as unknown as JsonObject) as [JsonObject, JsonObject]
  const laidOut = [
    { document: left, outline: old },
    { document: right, outline: fresh },
  ] as const
  return { changes, estimate: estimateChanges(...laidOut, changed, catalog, assume) }
}

function withoutSteps(document: PipelineDocument): JsonObject {
  const { steps: _steps, ...rest } = document as unknown as JsonObject
  return rest
}

/** Keys of a step, its inner steps left out: each of those is compared for itself. */
function ownKeys(step: OutlineStep): JsonObject {
  let own: JsonObject = step.step
  for (const block of step.definition?.blocks ?? []) own = without(own, block.path)
  const routes = isJsonObject(own.on_success) ? own.on_success.routes : undefined
  if (!Array.isArray(routes)) return own
  const ids = (list: Json | undefined) =>
    Array.isArray(list) ? list.map((entry) => (isJsonObject(entry) ? (entry.id ?? null) : entry)) : (list ?? null)
  const plain = routes.map((route) => (isJsonObject(route) ? { ...route, steps: ids(route.steps) } : route))
  return { ...own, on_success: { ...(own.on_success as JsonObject), routes: plain } }
}

function without(object: JsonObject, [key, ...rest]: readonly string[]): JsonObject {
  if (key === undefined || !Object.hasOwn(object, key)) return object
  const { [key]: value, ...others } = object
  if (rest.length === 0) return others
  return isJsonObject(value) ? { ...others, [key]: without(value, rest) } : object
}

/** Where a step stands, in words. */
function placeOf({ parent, block, loop }: OutlineStep): string {
  if (parent !== undefined)
    return block === undefined || block === 'steps' ? `in '${parent.id}'` : `in ${block} of '${parent.id}'`
  return loop === undefined ? 'at the top' : `in '${loop.id}'`
}

/** Steps of both documents that stand in another block, or that passed others on their way. */
function movedSteps(old: readonly OutlineStep[], fresh: readonly OutlineStep[]): Set<string> {
  const places = new Map(old.map((step) => [step.id, placeOf(step)]))
  const stayed = fresh.filter((step) => places.get(step.id) === placeOf(step))
  const moved = new Set(
    fresh.filter((step) => places.has(step.id) && places.get(step.id) !== placeOf(step)).map((step) => step.id),
  )
  const order = new Map(old.map((step, index) => [step.id, index]))
  const kept = longestIncreasing(stayed.map((step) => order.get(step.id) ?? 0))
  for (const [index, step] of stayed.entries()) if (!kept.has(index)) moved.add(step.id)
  return moved
}

/** Indices of a longest increasing run of numbers: what need not be moved to sort the rest. */
function longestIncreasing(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const previous: number[] = []
  for (const [index, number] of numbers.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1
      else high = middle
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = index
  }
  const kept = new Set<number>()
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) kept.add(index)
  return kept
}

/** The deepest keys that differ. Lists differ as a whole. */
function valueChanges(before: JsonObject, after: JsonObject, path: DocumentPath = []): ValueChange[] {
  const changes: ValueChange[] = []
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = Object.hasOwn(before, key) ? before[key] : undefined
    const fresh = Object.hasOwn(after, key) ? after[key] : undefined
    const at = [...path, key]
    if (isJsonObject(old) && isJsonObject(fresh)) changes.push(...valueChanges(old, fresh, at))
    else if (!isEqual(old, fresh))
      changes.push({
        path: at,
        ...(old === undefined ? {} : { before: old }),
        ...(fresh === undefined ? {} : { after: fresh }),
      })
  }
  return changes
}

function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return canonicalJson(left) === canonicalJson(right)
}

import type { CatalogEntry } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { ResourceClass } from '../catalog/method-traits.js'
import type { OutlineStep } from '../document/outline.js'
import { valueAt } from '../document/outline.js'
import type { JsonObject } from '../json/json.js'
import type { PlanCache, PlanNode } from '../plan/plan.js'
import type { StepMode } from '../steps/step-mode.js'
import { hasTemplate } from '../template/parse-template.js'

/** Minutes for which a result is kept where a step asks for a cache and does not say how long. */
const DEFAULT_CACHE_MINUTES = 15

/** How the work of a step is called: where, how often, and for how long its result counts. */
export type CallTraits = Pick<PlanNode, 'placement' | 'takes_batches' | 'idempotent' | 'resource_class' | 'cache'>

/**
 * What a step's definition, the catalog and the document say about how its work is called.
 *
 * @param catalog without it only the definition and the document count
 */
export function callTraits(step: OutlineStep, catalog: CatalogIndex | undefined): CallTraits {
  const { definition, step: source } = step
  if (definition?.run !== 'activity') return {}
  const entries = catalog === undefined ? [] : entriesOf(step, catalog)
  const isOnce = entries.some(({ idempotent }) => idempotent === false)
  // What an outside system does is not done by the code of an entry.
  const code = isOutside(step) ? [] : entries
  const placement = placementOf(step, code)
  const resource_class = needsGpu(source) ? 'gpu' : commonClass(entries)
  const cache = cacheOf(step, isOnce)
  return {
    ...(placement === undefined ? {} : { placement }),
    ...(takesBatches(step, code, catalog) ? { takes_batches: true as const } : {}),
    ...(isOnce ? { idempotent: false as const } : {}),
    ...(resource_class === undefined ? {} : { resource_class }),
    ...(cache === undefined ? {} : { cache }),
  }
}

/** The entries that a step names; all that fit where the name is made at run time. */
function entriesOf({ definition, step }: OutlineStep, catalog: CatalogIndex): readonly CatalogEntry[] {
  return (definition?.requires?.(step) ?? []).flatMap(({ kind, id }) => {
    if (hasTemplate(id)) return catalog.fitting(kind, id)
    return catalog.find(kind, id) ?? []
  })
}

function placementOf({ definition }: OutlineStep, code: readonly CatalogEntry[]): PlanNode['placement'] {
  if (definition?.in_workflow === true) return 'workflow'
  return isEvery(code, ({ local }) => local) ? 'local' : undefined
}

/** Only where the loop around asks for batches. Without a catalog everything may take them: the worker knows, and does them one by one. */
function takesBatches(
  { loop }: OutlineStep,
  code: readonly CatalogEntry[],
  catalog: CatalogIndex | undefined,
): boolean {
  if (loop?.step.batch_size === undefined) return false
  return catalog === undefined || isEvery(code, ({ batches }) => batches)
}

function isOutside({ definition, step }: OutlineStep): boolean {
  const mode = (step.execution_mode ?? definition?.modes[0]) as StepMode
  return definition?.connector?.(step, mode) !== undefined
}

/** Whether something holds for every entry that a step may call. */
function isEvery(entries: readonly CatalogEntry[], holds: (entry: CatalogEntry) => boolean | undefined): boolean {
  return entries.length > 0 && entries.every((entry) => holds(entry) === true)
}

function needsGpu(step: JsonObject): boolean {
  const gpu = valueAt(step, ['resources', 'gpu'])
  return gpu !== undefined && Number(gpu) !== 0
}

/** Entries that need different machines decide nothing. */
function commonClass(entries: readonly CatalogEntry[]): ResourceClass | undefined {
  const [first, ...others] = new Set(entries.map(({ resource_class }) => resource_class))
  return others.length === 0 ? first : undefined
}

/** Results of what must not be done twice are kept only where the document asks for it. */
function cacheOf({ definition, step }: OutlineStep, isOnce: boolean): PlanCache | undefined {
  const usual = isOnce ? undefined : definition?.cache_minutes
  const minutes =
    valueAt(step, ['cache', 'ttl_minutes']) ?? usual ?? (step.cache === undefined ? 0 : DEFAULT_CACHE_MINUTES)
  if (typeof minutes !== 'number' || minutes <= 0) return undefined
  const key = valueAt(step, ['cache', 'key'])
  return { ttl_seconds: minutes * 60, ...(key === undefined ? {} : { key }) }
}

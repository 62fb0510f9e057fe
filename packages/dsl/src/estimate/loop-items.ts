import type { OutlineStep } from '../document/outline.js'
import { isJsonObject } from '../json/json.js'
import type { DocumentTypes } from '../validate/catalog-types.js'
import { exactly, type Interval } from './interval.js'

/**
 * What is assumed where the document does not say.
 *
 * @example
 * ```ts
 * import type { EstimateAssumptions } from '@odp/dsl'
 *
 * const assume: EstimateAssumptions = { loop_items: { each_post: 200, each_friend: 10 } }
 * ```
 */
export interface EstimateAssumptions {
  /** Items that a loop is expected to have: for all loops, or by step id. Default 10. */
  readonly loop_items?: number | Readonly<Record<string, number>>
}

const DEFAULT_ITEMS = 10

/** How many items a loop has: exactly, for a literal list; else within the bounds that the schema of its list gives. */
export function loopItems(loop: OutlineStep, types: DocumentTypes, assume: EstimateAssumptions): Interval {
  const { iterate_over: list } = loop.step
  if (Array.isArray(list)) return exactly(list.length)
  const schema = list === undefined ? true : types.value(loop, list)
  const { minItems, maxItems } = isJsonObject(schema) ? schema : {}
  const least = typeof minItems === 'number' ? Math.max(0, Math.ceil(minItems)) : 0
  const most = typeof maxItems === 'number' ? Math.max(least, Math.floor(maxItems)) : Number.POSITIVE_INFINITY
  return { least, expected: Math.min(most, Math.max(least, assumedItems(loop.id, assume))), most }
}

function assumedItems(id: string, { loop_items: assumed }: EstimateAssumptions): number {
  const own = typeof assumed === 'object' ? (Object.hasOwn(assumed, id) ? assumed[id] : undefined) : assumed
  return own !== undefined && Number.isFinite(own) && own >= 0 ? own : DEFAULT_ITEMS
}

/** Items at a time. */
export function loopParallel({ step }: OutlineStep): number {
  return typeof step.max_parallel === 'number' && step.max_parallel >= 1 ? step.max_parallel : 10
}

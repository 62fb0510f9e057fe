import type { PipelineEstimate } from '../estimate/estimate-pipeline.js'
import { type EstimateInterval, sum, toEstimate } from '../estimate/interval.js'
import type { ReplayPlan } from './plan-replay.js'

/**
 * What the steps of a replay cost that are not reused.
 *
 * @example
 * ```ts
 * import type { ReplayEstimate } from '@odp/dsl'
 *
 * const isFree = ({ cost, unknown }: ReplayEstimate) => cost.most === 0 && unknown.length === 0
 * ```
 */
export interface ReplayEstimate {
  /** Cost units. */
  readonly cost: EstimateInterval
  /** Seconds of work, added up. */
  readonly work: EstimateInterval
  /** Steps that run and of which the catalog does not say what they cost: they count as 0. */
  readonly unknown: readonly string[]
}

/**
 * The part of an estimate that falls to the steps which run in a replay.
 *
 * @param estimate that of the document of the new execution
 * @example
 * ```ts
 * import { estimatePipeline, estimateReplay, type PipelineDocument, type ReplayPlan } from '@odp/dsl'
 *
 * const unitsOf = (document: PipelineDocument, replay: ReplayPlan) =>
 *   estimateReplay(estimatePipeline(document, { catalog: {} }), replay).cost.expected
 * ```
 */
export function estimateReplay(estimate: PipelineEstimate, { steps }: ReplayPlan): ReplayEstimate {
  const running = new Set(steps.filter(({ action }) => action === 'run').map(({ id }) => id))
  const settled = new Set(steps.filter(({ action }) => action !== 'run').map(({ id }) => id))
  const parts = estimate.steps.filter(({ id }) => running.has(id))
  const ofAll = (of: (step: (typeof parts)[number]) => EstimateInterval) =>
    toEstimate(sum(parts.map((part) => toInterval(of(part)))))
  return {
    cost: ofAll(({ cost }) => cost),
    work: ofAll(({ duration }) => duration),
    unknown: estimate.unknown.filter((id) => !settled.has(id) && isInside(estimate, id, running)),
  }
}

function toInterval({ least, expected, most }: EstimateInterval) {
  return { least, expected, most: most ?? Number.POSITIVE_INFINITY }
}

/** Whether a step or a step around it runs: steps inside a loop stand below it, with a greater depth. */
function isInside({ steps }: PipelineEstimate, id: string, running: ReadonlySet<string>): boolean {
  const at = steps.findIndex((step) => step.id === id)
  let depth = Number.POSITIVE_INFINITY
  for (const step of steps.slice(0, at + 1).reverse()) {
    if (step.depth >= depth) continue
    depth = step.depth
    if (running.has(step.id)) return true
  }
  return false
}

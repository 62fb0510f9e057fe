import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import { type Outline, type OutlineStep, outlineDocument } from '../document/outline.js'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { DocumentPath, Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { defaultLanguage, type Language } from '../language/language.js'
import { RememberingCatalog } from '../validate/remembering-catalog.js'
import { elapsedSeconds } from './elapsed.js'
import { EstimateModel } from './estimate-model.js'
import { atMost, type EstimateInterval, exactly, type Interval, multiply, toEstimate } from './interval.js'
import type { EstimateAssumptions } from './loop-items.js'
import { isControl, isLoop } from './step-tree.js'

/**
 * What an estimate is made from.
 *
 * @example
 * ```ts
 * import type { EstimateOptions } from '@odp/dsl'
 *
 * const options: EstimateOptions = {
 *   catalog: { methods: [{ id: 'crawl', step_type: 'crawler', estimate: { cost_units: 2, duration_seconds: 30 } }] },
 *   assume: { loop_items: 50 },
 * }
 * ```
 */
export interface EstimateOptions {
  /** Where cost and duration of a call stand. */
  readonly catalog: Catalog | CatalogDocument | CatalogIndex
  readonly assume?: EstimateAssumptions
  readonly language?: Language
}

/**
 * What one step adds to an estimate.
 *
 * @example
 * ```ts
 * import type { StepContribution } from '@odp/dsl'
 *
 * const dearest = (steps: readonly StepContribution[]) =>
 *   steps.toSorted((a, b) => b.cost.expected - a.cost.expected)[0]?.id
 * ```
 */
export interface StepContribution {
  readonly id: string
  readonly type: string
  readonly path: DocumentPath
  /** Control steps and owners of routes around it. */
  readonly depth: number
  /** Calls of its work, attempts and iterations included; of a control step, how often it runs. */
  readonly calls: EstimateInterval
  /** Cost units of all calls; of a control step, of everything inside it. */
  readonly cost: EstimateInterval
  /** Seconds of all calls added up, waits between attempts included; of a control step, of everything inside it. */
  readonly duration: EstimateInterval
}

/**
 * What a pipeline will cost and how long it will take.
 *
 * @example
 * ```ts
 * import type { PipelineEstimate } from '@odp/dsl'
 *
 * const isCheap = ({ cost, unknown }: PipelineEstimate) => unknown.length === 0 && cost.most !== null && cost.most < 100
 * ```
 */
export interface PipelineEstimate {
  /** Cost units. */
  readonly cost: EstimateInterval
  /** Seconds from start to end, with what runs side by side. */
  readonly duration: EstimateInterval
  /** Every step, in document order. */
  readonly steps: readonly StepContribution[]
  /** Ids of the steps of which the catalog does not say what they cost: they count as 0, and nothing bounds their cost. */
  readonly unknown: readonly string[]
  /** `estimate_unbounded` for each loop whose number of items nothing bounds. */
  readonly issues: readonly Issue[]
}

const DEFAULT_MAX_PARALLEL = 100

/**
 * Estimates cost and duration of a document from what the catalog says of one call. The least is a run in which every
 * condition falls the cheap way; the expected one has no failures, and each condition holds in one of two runs; in the
 * most, every attempt but the last fails, every fallback is needed and every condition holds. Results from a cache and
 * time spent waiting for a person are not counted. Never throws for a document that level 1 would refuse.
 *
 * @param document one without errors of level 3, or the bounds mean little; what cannot be read is not counted
 * @returns intervals with `least ≤ expected ≤ most`; `most` is null where nothing bounds it
 * @example
 * ```ts
 * import { estimatePipeline, pipeline } from '@odp/dsl'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const document = pipeline(meta).crawler('crawl', { method: 'crawl' }).build()
 * const estimate = { cost_units: 2, duration_seconds: 30 }
 * const { cost, duration, unknown } = estimatePipeline(document, {
 *   catalog: { methods: [{ id: 'crawl', step_type: 'crawler', estimate }] },
 *   assume: { loop_items: 50 },
 * })
 * ```
 */
export function estimatePipeline(document: PipelineDocument, options: EstimateOptions): PipelineEstimate {
  const source: Json = document as unknown as Json
  const json: JsonObject = isJsonObject(source) ? source : {}
  const { catalog, assume = {}, language = defaultLanguage } = options
  return estimateOutline(json, outlineDocument(json, language), new RememberingCatalog(toIndex(catalog)), assume)
}

/** `estimatePipeline` for a document that has been laid out, whose templates then need not be read again. */
export function estimateOutline(
  json: JsonObject,
  outline: Outline,
  catalog: CatalogIndex,
  assume: EstimateAssumptions = {},
): PipelineEstimate {
  const model = new EstimateModel(json, outline, catalog, assume)
  const total = model.total()
  const execution = isJsonObject(json.execution) ? json.execution : {}
  const width = model.tree.inside(undefined).reduce((sum, step) => sum + model.width(step), 0)
  const maxParallel = positive(execution.max_parallel) ?? DEFAULT_MAX_PARALLEL
  const free = elapsedSeconds(undefined, outline.byId, model)
  const duration = shareOut(free, total.seconds, width, maxParallel)
  const limit = (positive(execution.timeout_minutes) ?? Number.POSITIVE_INFINITY) * 60
  return {
    cost: toEstimate(total.cost),
    duration: toEstimate(atMost(duration, limit)),
    steps: outline.steps.map((step) => contribution(step, model)),
    unknown: outline.steps.filter((step) => !isControl(step) && !model.work(step).known).map(({ id }) => id),
    issues: outline.steps
      .filter((step) => isLoop(step) && model.items(step).most === Number.POSITIVE_INFINITY)
      .map(unboundedIssue),
  }
}

/** No faster than all work shared out over `limit` at once; where more could run than may, no slower than Graham's bound. */
function shareOut(free: Interval, work: Interval, width: number, limit: number): Interval {
  const isLimited = width > limit && Number.isFinite(free.most) && work.most > free.most
  return {
    least: Math.max(free.least, work.least / limit),
    expected: Math.max(free.expected, work.expected / limit),
    most: isLimited ? free.most + (work.most - free.most) / limit : free.most,
  }
}

function contribution(step: OutlineStep, model: EstimateModel): StepContribution {
  const runs = model.runs(step)
  const { cost, seconds } = model.figures(step)
  const attempts = isControl(step) ? exactly(1) : model.work(step).attempts
  let depth = 0
  for (let around = step.parent ?? step.loop; around !== undefined; around = around.parent ?? around.loop) depth += 1
  return {
    id: step.id,
    type: step.type,
    path: step.path,
    depth,
    calls: toEstimate(multiply(runs, attempts)),
    cost: toEstimate(multiply(runs, cost)),
    duration: toEstimate(multiply(runs, seconds)),
  }
}

function unboundedIssue({ id, path }: OutlineStep): Issue {
  return makeIssue(
    'estimate_unbounded',
    `nothing bounds how many items '${id}' has, so nothing bounds what it costs and how long it takes`,
    [...path, 'iterate_over'],
    { step: id, hint: 'give the list a `maxItems` in `input_schema`, or in the schema of the output that is read' },
  )
}

function toIndex(catalog: EstimateOptions['catalog']): CatalogIndex {
  return 'find' in catalog ? catalog : indexCatalog(catalog)
}

function positive(value: Json | undefined): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined
}

import { type CatalogIndex, indexCatalog } from '../catalog/catalog-index.js'
import type { Catalog, CatalogDocument } from '../catalog/define-catalog.js'
import type { Outline, OutlineStep } from '../document/outline.js'
import { estimateOutline, type PipelineEstimate } from '../estimate/estimate-pipeline.js'
import type { EstimateInterval } from '../estimate/interval.js'
import type { EstimateAssumptions } from '../estimate/loop-items.js'
import { isControl } from '../estimate/step-tree.js'
import type { JsonObject } from '../json/json.js'

/**
 * How far each figure of an estimate moved, `after - before`. Null where one of the two is unknown or without a bound.
 *
 * @example
 * ```ts
 * import type { EstimateMove } from '@odp/dsl'
 *
 * const move: EstimateMove = { least: 0, expected: 2, most: null }
 * ```
 */
export interface EstimateMove {
  readonly least: number | null
  readonly expected: number | null
  readonly most: number | null
}

/**
 * One estimate in two documents.
 *
 * @example
 * ```ts
 * import type { EstimateChange } from '@odp/dsl'
 *
 * const isDearer = ({ complete, change }: EstimateChange) => complete && (change.expected ?? 0) > 0
 * ```
 */
export interface EstimateChange {
  /** Exactly 0 where the step is not there; null where the catalog says nothing of it. */
  readonly before: EstimateInterval | null
  readonly after: EstimateInterval | null
  readonly change: EstimateMove
  /** False where the catalog does not know all the steps that are added up: the figures are then those of the others. */
  readonly complete: boolean
}

/**
 * What became of the cost (in units) and the duration (in seconds) of one step, or of everything inside it.
 *
 * @example
 * ```ts
 * import type { StepEstimateChange } from '@odp/dsl'
 *
 * const print = ({ step, cost }: StepEstimateChange) => console.log(step, cost.before?.expected, cost.after?.expected)
 * ```
 */
export interface StepEstimateChange {
  readonly step: string
  readonly cost: EstimateChange
  readonly duration: EstimateChange
}

/**
 * What a change of a document does to its estimate.
 *
 * @example
 * ```ts
 * import type { PipelineEstimateChange } from '@odp/dsl'
 *
 * const secondsMore = ({ duration }: PipelineEstimateChange) => duration.change.expected
 * ```
 */
export interface PipelineEstimateChange {
  /** Cost units of the whole pipeline. */
  readonly cost: EstimateChange
  /** Seconds from its start to its end. */
  readonly duration: EstimateChange
  /** Steps whose estimate differs, or which changed and are not known; new order, removed steps last. */
  readonly steps: readonly StepEstimateChange[]
  /** Ids of the steps of which the catalog does not say what they cost. */
  readonly unknown: { readonly before: readonly string[]; readonly after: readonly string[] }
}

/** One of the two documents, laid out. */
export interface EstimatedDocument {
  readonly document: JsonObject
  readonly outline: Outline
}

const NOTHING: EstimateInterval = { least: 0, expected: 0, most: 0 }

/** Estimates both documents. `changed` are the ids of steps that are told of even where nothing is known of them. */
export function estimateChanges(
  before: EstimatedDocument,
  after: EstimatedDocument,
  changed: ReadonlySet<string>,
  catalog: Catalog | CatalogDocument | CatalogIndex,
  assume: EstimateAssumptions | undefined,
): PipelineEstimateChange {
  const index = 'find' in catalog ? catalog : indexCatalog(catalog)
  const [old, fresh] = [before, after].map(
    ({ document, outline }) => new Side(outline, estimateOutline(document, outline, index, assume)),
  ) as [Side, Side]
  const removed = before.outline.steps.filter(({ id }) => !after.outline.byId.has(id))
  const steps = [...after.outline.steps, ...removed].flatMap(({ id }): StepEstimateChange[] => {
    const [cost, duration] = (['cost', 'duration'] as const).map((key) =>
      changeOf(old.figure(id, key), fresh.figure(id, key)),
    ) as [EstimateChange, EstimateChange]
    const isKnown = cost.complete && duration.complete
    return hasMoved(cost) || hasMoved(duration) || (!isKnown && changed.has(id)) ? [{ step: id, cost, duration }] : []
  })
  return {
    cost: changeOf(old.figure(undefined, 'cost'), fresh.figure(undefined, 'cost')),
    duration: changeOf(old.figure(undefined, 'duration'), fresh.figure(undefined, 'duration')),
    steps,
    unknown: { before: old.estimate.unknown, after: fresh.estimate.unknown },
  }
}

/** Whether an estimate differs between the two documents. */
export function hasMoved({ before, after }: EstimateChange): boolean {
  if (before === null || after === null) return before !== after
  return before.least !== after.least || before.expected !== after.expected || before.most !== after.most
}

interface Figure {
  readonly interval: EstimateInterval | null
  readonly complete: boolean
}

/** The estimate of one document, and which of its parts the catalog knows. */
class Side {
  readonly estimate: PipelineEstimate
  readonly #steps: ReadonlyMap<string, PipelineEstimate['steps'][number]>
  /** Steps that do work, by what they stand in; undefined is the document. */
  readonly #work = new Map<string | undefined, { all: number; unknown: number }>()

  constructor(outline: Outline, estimate: PipelineEstimate) {
    this.estimate = estimate
    this.#steps = new Map(estimate.steps.map((step) => [step.id, step]))
    const unknown = new Set(estimate.unknown)
    for (const step of outline.steps) {
      if (isControl(step)) continue
      this.#count(step.id, unknown.has(step.id))
      for (let around = outside(step); around !== undefined; around = outside(around)) {
        this.#count(around.id, unknown.has(step.id))
      }
      this.#count(undefined, unknown.has(step.id))
    }
  }

  figure(id: string | undefined, key: 'cost' | 'duration'): Figure {
    const { all, unknown } = this.#work.get(id) ?? { all: 0, unknown: 0 }
    if (unknown > 0 && unknown === all) return { interval: null, complete: false }
    const interval = id === undefined ? this.estimate[key] : (this.#steps.get(id)?.[key] ?? NOTHING)
    return { interval, complete: unknown === 0 }
  }

  #count(id: string | undefined, isUnknown: boolean): void {
    const found = this.#work.get(id) ?? { all: 0, unknown: 0 }
    this.#work.set(id, { all: found.all + 1, unknown: found.unknown + (isUnknown ? 1 : 0) })
  }
}

function outside(step: OutlineStep): OutlineStep | undefined {
  return step.container ?? step.loop
}

function changeOf(before: Figure, after: Figure): EstimateChange {
  const [old, fresh] = [before.interval, after.interval]
  const move = (key: keyof EstimateInterval): number | null => {
    const [from, to] = [old?.[key] ?? null, fresh?.[key] ?? null]
    return from === null || to === null ? null : Math.round((to - from) * 1e6) / 1e6
  }
  return {
    before: old,
    after: fresh,
    change: { least: move('least'), expected: move('expected'), most: move('most') },
    complete: before.complete && after.complete,
  }
}

import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { Outline, OutlineStep } from '../document/outline.js'
import type { JsonObject } from '../json/json.js'
import { documentTypes } from '../validate/catalog-entries.js'
import type { DocumentTypes } from '../validate/catalog-types.js'
import { atMost, type Interval, multiply, oneOf, sum, times, ZERO } from './interval.js'
import { type EstimateAssumptions, loopItems, loopParallel } from './loop-items.js'
import { isBranching, NO_GATES, StepGates } from './step-gates.js'
import { isControl, isLoop, StepTree } from './step-tree.js'
import { type WorkEstimate, workEstimate } from './work-estimate.js'

/** Cost and work of one run of a step; of a control step, of everything inside it. */
export interface Figures {
  readonly cost: Interval
  /** Seconds of work, added up. */
  readonly seconds: Interval
}

/** What one run of each step costs, and how often it runs. */
export class EstimateModel {
  readonly gates: StepGates
  readonly tree: StepTree
  readonly #types: DocumentTypes
  readonly #work = new Map<OutlineStep, WorkEstimate>()
  readonly #figures = new Map<OutlineStep, Figures>()
  readonly #items = new Map<OutlineStep, Interval>()
  readonly #runs = new Map<OutlineStep, Interval>()
  readonly #occurrences = new Map<OutlineStep, Interval>()
  readonly #document: JsonObject
  readonly #catalog: CatalogIndex
  readonly #assume: EstimateAssumptions

  constructor(document: JsonObject, outline: Outline, catalog: CatalogIndex, assume: EstimateAssumptions) {
    this.#document = document
    this.#catalog = catalog
    this.#assume = assume
    this.#types = documentTypes(document, outline, catalog)
    this.gates = new StepGates(outline)
    this.tree = new StepTree(outline, this.gates)
  }

  work(step: OutlineStep): WorkEstimate {
    return remember(this.#work, step, () => workEstimate(step, this.#document, this.#catalog))
  }

  items(loop: OutlineStep): Interval {
    return remember(this.#items, loop, () => {
      const items = loopItems(loop, this.#types, this.#assume)
      const { batch_size: size } = loop.step
      // Whether items go in batches is up to the method, so only the least counts on it.
      return typeof size === 'number' && size >= 1 ? { ...items, least: Math.ceil(items.least / size) } : items
    })
  }

  /** How often a step runs in the whole execution. */
  runs(step: OutlineStep): Interval {
    return remember(this.#runs, step, () => {
      const { loop } = step
      const here = this.gates.occurrence(step, loop === undefined ? NO_GATES : this.gates.of(loop))
      return loop === undefined ? here : multiply(here, multiply(this.runs(loop), this.items(loop)))
    })
  }

  /** How often a step runs each time that the block runs in which it stands. */
  occurrence(step: OutlineStep): Interval {
    return remember(this.#occurrences, step, () => this.gates.occurrence(step, this.tree.given(step)))
  }

  figures(step: OutlineStep): Figures {
    return remember(this.#figures, step, () => {
      if (!isControl(step)) return this.work(step)
      const { cost, seconds } = this.#inside(step)
      return { cost, seconds: atMost(seconds, times(this.width(step), timeoutSeconds(step))) }
    })
  }

  /** Cost and work of the whole document. */
  total(): Figures {
    return this.#sum(this.tree.inside(undefined))
  }

  /** Calls that a step can have running at once. */
  width(step: OutlineStep): number {
    if (!isControl(step)) return 1
    const inner = this.tree.inside(step)
    const widthOf = (steps: readonly OutlineStep[]) => steps.reduce((total, one) => total + this.width(one), 0)
    if (isLoop(step)) return times(Math.min(loopParallel(step), this.items(step).most), widthOf(inner))
    return Math.max(0, ...this.#blocks(step).map(widthOf))
  }

  #inside(step: OutlineStep): Figures {
    if (isLoop(step)) {
      const body = this.#sum(this.tree.inside(step))
      const items = this.items(step)
      return { cost: multiply(items, body.cost), seconds: multiply(items, body.seconds) }
    }
    const blocks = this.#blocks(step).map((steps) => this.#sum(steps))
    return { cost: oneOf(blocks.map(({ cost }) => cost)), seconds: oneOf(blocks.map(({ seconds }) => seconds)) }
  }

  /** The steps of each block, also of one that is left out. */
  #blocks(step: OutlineStep): OutlineStep[][] {
    const inner = this.tree.inside(step)
    if (!isBranching(step)) return [[...inner]]
    return (step.definition?.blocks ?? []).map(({ name }) => inner.filter((one) => this.tree.block(one, step) === name))
  }

  #sum(steps: readonly OutlineStep[]): Figures {
    const parts = steps.map((step) => ({ figures: this.figures(step), times: this.occurrence(step) }))
    return {
      cost: parts.length === 0 ? ZERO : sum(parts.map((part) => multiply(part.times, part.figures.cost))),
      seconds: parts.length === 0 ? ZERO : sum(parts.map((part) => multiply(part.times, part.figures.seconds))),
    }
  }
}

/** Seconds that a control step may take; they have no limit unless they say one. */
export function timeoutSeconds({ step }: OutlineStep): number {
  return typeof step.timeout_minutes === 'number' && step.timeout_minutes > 0
    ? step.timeout_minutes * 60
    : Number.POSITIVE_INFINITY
}

function remember<Value>(known: Map<OutlineStep, Value>, step: OutlineStep, make: () => Value): Value {
  const found = known.get(step) ?? make()
  known.set(step, found)
  return found
}

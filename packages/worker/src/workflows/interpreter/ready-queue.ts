import type { Limiter } from './limiter.js'

/** What can wait in the queue. `order` is its place in the document: indices of nodes and items from the outside in. */
export interface Queued {
  readonly order: readonly number[]
  limiters(): readonly Limiter[]
}

function compare(left: readonly number[], right: readonly number[]): number {
  const both = Math.min(left.length, right.length)
  for (let index = 0; index < both; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

/** Steps that wait for places of the same limiters, in document order: when the first cannot start, none can. */
class Line<Step extends Queued> {
  readonly limiters: readonly Limiter[]
  readonly steps: Step[] = []

  constructor(limiters: readonly Limiter[]) {
    this.limiters = limiters
  }

  /** Where a step stands, or has to be put. */
  place(step: Step): number {
    let low = 0
    let high = this.steps.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.steps[middle]
      if (other !== undefined && compare(other.order, step.order) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Steps that are ready, in document order; a step leaves it as soon as all its limiters have a place. */
export class ReadyQueue<Step extends Queued> {
  /** By the last limiter, which is the outermost group's for a step in a bounded group. */
  readonly #lines = new Map<Limiter | undefined, Line<Step>[]>()

  add(step: Step): void {
    const limiters = step.limiters()
    let line = this.#lineOf(limiters)
    if (line === undefined) {
      line = new Line(limiters)
      const key = limiters.at(-1)
      this.#lines.set(key, [...(this.#lines.get(key) ?? []), line])
    }
    line.steps.splice(line.place(step), 0, step)
  }

  remove(step: Step): void {
    const line = this.#lineOf(step.limiters())
    const index = line?.place(step) ?? 0
    if (line?.steps[index] === step) this.#take(line, index)
  }

  /** The first step that may start now; its places are taken. */
  next(): Step | undefined {
    let first: Step | undefined
    let from: Line<Step> | undefined
    for (const lines of this.#lines.values()) {
      for (const line of lines) {
        const [head] = line.steps
        if (head === undefined || !line.limiters.every((limiter) => limiter.free)) continue
        if (first !== undefined && compare(first.order, head.order) < 0) continue
        first = head
        from = line
      }
    }
    if (from === undefined) return undefined
    for (const limiter of from.limiters) limiter.take()
    this.#take(from, 0)
    return first
  }

  #lineOf(limiters: readonly Limiter[]): Line<Step> | undefined {
    return this.#lines
      .get(limiters.at(-1))
      ?.find(
        (line) => line.limiters.length === limiters.length && line.limiters.every((own, at) => own === limiters[at]),
      )
  }

  #take(line: Line<Step>, index: number): void {
    line.steps.splice(index, 1)
    if (line.steps.length > 0) return
    // The limiter of a finished group must not stay in memory.
    const key = line.limiters.at(-1)
    const rest = this.#lines.get(key)?.filter((other) => other !== line) ?? []
    if (rest.length > 0) this.#lines.set(key, rest)
    else this.#lines.delete(key)
  }
}

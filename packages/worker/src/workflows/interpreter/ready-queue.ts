import type { Limiter } from './limiter.js'

/** What can wait in the queue. `order` is its place in the document: indices of nodes and items from the outside in. */
export interface Queued {
  readonly order: readonly number[]
  limiters(): readonly Limiter[]
}

function before(left: readonly number[], right: readonly number[]): boolean {
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return left.length < right.length
}

/** Steps that are ready, in document order; a step leaves it as soon as all its limiters have a place. */
export class ReadyQueue<Step extends Queued> {
  readonly #steps: Step[] = []

  add(step: Step): void {
    let low = 0
    let high = this.#steps.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = this.#steps[middle]
      if (other !== undefined && before(other.order, step.order)) low = middle + 1
      else high = middle
    }
    this.#steps.splice(low, 0, step)
  }

  remove(step: Step): void {
    const index = this.#steps.indexOf(step)
    if (index >= 0) this.#steps.splice(index, 1)
  }

  /** The first step that may start now; its places are taken. */
  next(): Step | undefined {
    for (const [index, step] of this.#steps.entries()) {
      const limiters = step.limiters()
      if (!limiters.every((limiter) => limiter.free)) continue
      for (const limiter of limiters) limiter.take()
      this.#steps.splice(index, 1)
      return step
    }
    return undefined
  }
}

import { CancellationScope, sleep } from '@temporalio/workflow'

/** Local activities between two ends of tasks: far fewer than fill the five seconds of one. */
const MOST_IN_TASK = 200

/**
 * Ends the workflow task after so many local activities. While some are always under way, Temporal does not get to prolong
 * the task; it times out, and all that it did is done again.
 */
export class LocalTurns {
  #taken = 0
  #isPausing = false
  readonly #waiting: (() => void)[] = []

  /** Does the work now, or in the next task, in the scope of the caller. */
  take<Result>(work: () => Promise<Result>): Promise<Result> {
    // Counted, and not by tasks or time: neither need be the same in a replay.
    if (!this.#isPausing && this.#taken < MOST_IN_TASK) {
      this.#taken += 1
      return work()
    }
    const scope = CancellationScope.current()
    const taken = new Promise<Result>((resolve) => this.#waiting.push(() => resolve(scope.run(work))))
    // Not before somebody waits: a timer that fires while the last calls are under way would have their task done again.
    if (!this.#isPausing) this.#pause()
    return taken
  }

  #pause(): void {
    this.#isPausing = true
    const goOn = () => {
      this.#isPausing = false
      const next = this.#waiting.splice(0, MOST_IN_TASK)
      this.#taken = next.length
      for (const begin of next) begin()
      if (this.#waiting.length > 0 && !this.#isPausing) this.#pause()
    }
    CancellationScope.nonCancellable(() => sleep(1)).then(goOn, goOn)
  }
}

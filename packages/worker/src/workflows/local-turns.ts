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
    if (this.#isPausing) {
      const scope = CancellationScope.current()
      return new Promise((resolve) => this.#waiting.push(() => resolve(scope.run(() => this.take(work)))))
    }
    // Counted, and not by tasks or time: where tasks end need not be the same in a replay.
    this.#taken += 1
    if (this.#taken % MOST_IN_TASK === 0) this.#pause()
    return work()
  }

  #pause(): void {
    this.#isPausing = true
    const goOn = () => {
      this.#isPausing = false
      while (!this.#isPausing && this.#waiting.length > 0) this.#waiting.shift()?.()
    }
    CancellationScope.nonCancellable(() => sleep(1)).then(goOn, goOn)
  }
}

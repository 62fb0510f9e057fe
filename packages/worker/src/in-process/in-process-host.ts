import type { BatchResult, StepRequest, StepResult } from '@odp/dsl/plan'
import { failureOf } from '../activities/step-error.js'
import type { CallOptions, CallOutcome, Host, Running } from '../workflows/interpreter/host.js'
import type { Clock } from './clock.js'

/**
 * Does the work of one attempt: of a step, or of the items of a batch when the request has one.
 *
 * @example
 * ```ts
 * import type { Work } from '@odp/worker/in-process'
 *
 * const echo: Work = async ({ inputs }, { number }) => ({ outputs: { inputs: inputs ?? {}, attempt: number } })
 * ```
 */
export type Work = (
  request: StepRequest,
  attempt: { readonly number: number; readonly signal: AbortSignal },
) => Promise<StepResult | BatchResult>

/** Runs steps as promises of this process. */
export class InProcessHost implements Host {
  readonly #work: Work
  readonly #clock: Clock

  constructor(work: Work, clock: Clock) {
    this.#work = work
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  sleep(seconds: number, fired: () => void): Running {
    const timer = this.#clock.sleep(seconds)
    void timer.fired.then(fired)
    return timer
  }

  call(request: StepRequest, options: CallOptions, answer: (outcome: CallOutcome) => void): Running {
    const abort = new AbortController()
    const timer = this.#clock.sleep(options.timeout_seconds)
    const work = this.#attempt(request, options.attempt, abort.signal)
    const timedOut = timer.fired.then((): CallOutcome => {
      abort.abort()
      const message = `timed out after ${options.timeout_seconds / 60} minutes`
      return { kind: 'failed', failure: { code: 'step_timed_out', message, retryable: true } }
    })
    let isCancelled = false
    void Promise.race([work, timedOut]).then((outcome) => {
      timer.cancel()
      if (!isCancelled) answer(outcome)
    })
    return {
      cancel() {
        isCancelled = true
        timer.cancel()
        abort.abort()
      },
    }
  }

  async #attempt(request: StepRequest, number: number, signal: AbortSignal): Promise<CallOutcome> {
    try {
      return { kind: 'returned', result: await this.#work(request, { number, signal }) }
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error) }
    }
  }
}

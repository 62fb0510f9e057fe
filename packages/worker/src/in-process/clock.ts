/** A timer under way. */
export interface RunningTimer {
  readonly fired: Promise<void>
  cancel(): void
}

/**
 * Time as an in-process execution sees it.
 *
 * @example
 * ```ts
 * import { type Clock, realClock } from '@odp/worker/in-process'
 *
 * const hurried: Clock = { now: realClock.now, sleep: (seconds) => realClock.sleep(seconds / 10) }
 * ```
 */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(seconds: number): RunningTimer
  /** Called whenever nothing else happens; a virtual clock moves on then. False when there is nothing to move on to. */
  advance?(): boolean
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/**
 * The clock of this machine.
 *
 * @example
 * ```ts
 * import { realClock } from '@odp/worker/in-process'
 *
 * await realClock.sleep(0.1).fired
 * ```
 */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep(seconds) {
    let handle: ReturnType<typeof setTimeout> | undefined
    const fired = new Promise<void>((resolve) => {
      handle = setTimeout(resolve, Math.min(seconds * 1000, LONGEST_TIMEOUT_MS))
    })
    return { fired, cancel: () => clearTimeout(handle) }
  },
}

interface VirtualTimer {
  readonly at: number
  readonly number: number
  readonly fire: () => void
}

/**
 * A clock that jumps from timer to timer: an hour of waiting takes no time, and equal runs see equal times.
 *
 * @example
 * ```ts
 * import { pipeline, planPipeline } from '@odp/dsl'
 * import { runInProcess, VirtualClock } from '@odp/worker/in-process'
 *
 * const meta = { pipeline_id: 'hello', workspace_id: 'acme', project_id: 'demo' }
 * const plan = planPipeline(pipeline(meta).function('greet', { method: 'greet' }).build())
 * const start = { execution_id: 'hello-1', input: {} }
 * await runInProcess(plan, start, { clock: new VirtualClock(), work: async () => ({ outputs: { text: 'hi' } }) })
 * ```
 */
export class VirtualClock implements Clock {
  #now: number
  #number = 0
  readonly #timers = new Set<VirtualTimer>()

  /** @param start milliseconds since 1970 */
  constructor(start = Date.UTC(2026, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  sleep(seconds: number): RunningTimer {
    let timer: VirtualTimer | undefined
    const fired = new Promise<void>((resolve) => {
      timer = { at: this.#now + seconds * 1000, number: this.#number, fire: resolve }
      this.#number += 1
      this.#timers.add(timer)
    })
    return { fired, cancel: () => timer !== undefined && this.#timers.delete(timer) }
  }

  advance(): boolean {
    let next: VirtualTimer | undefined
    for (const timer of this.#timers) {
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.number < next.number)) next = timer
    }
    if (next === undefined) return false
    this.#timers.delete(next)
    this.#now = next.at
    next.fire()
    return true
  }
}

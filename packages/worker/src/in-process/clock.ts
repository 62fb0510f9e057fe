import type { RunningTimer } from '../workflows/interpreter/host.js'

/** Time as an in-process execution sees it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  sleep(seconds: number): RunningTimer
  /** Called whenever nothing else happens; a virtual clock moves on then. False when there is nothing to move on to. */
  advance?(): boolean
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/** The clock of this machine. */
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

/** A clock that jumps from timer to timer: an hour of waiting takes no time, and equal runs see equal times. */
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

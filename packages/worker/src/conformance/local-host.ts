import { VirtualClock } from '../in-process/clock.js'
import { type InProcessExecution, runInProcess } from '../in-process/run-in-process.js'
import type { ConformanceHost } from './conformance-host.js'

/** Turns of the event loop without anything to wait for, after which a run is given up. */
const MOST_IDLE_TURNS = 1_000

/** A virtual clock that notices when a run waits for nothing, which would otherwise never end. */
class WatchedClock extends VirtualClock {
  #idleTurns = 0

  override advance(): boolean {
    const moved = super.advance()
    this.#idleTurns = moved ? 0 : this.#idleTurns + 1
    if (this.#idleTurns > MOST_IDLE_TURNS) throw new Error('the run never ends: nothing runs and nothing is waited for')
    return moved
  }
}

/**
 * Runs cases in this process, in virtual time: an hour of waiting takes none, and equal cases give equal results.
 *
 * @example
 * ```ts
 * import { localHost, runConformance } from '@odp/worker/conformance'
 *
 * const { failed } = await runConformance('test/conformance', { host: localHost })
 * ```
 */
export const localHost: ConformanceHost = {
  name: 'local',
  async execute({ execution_id, plan, input, work, actions, approval, reuse }) {
    const clock = new WatchedClock()
    let execution: InProcessExecution | undefined
    for (const { at_seconds, operation } of actions) {
      void clock.sleep(at_seconds).fired.then(() => {
        // A refused operation has no effect, which the rest of the case shows.
        if (execution?.refusal(operation) === undefined) execution?.operate(operation)
      })
    }
    const start = {
      execution_id,
      input,
      ...(approval === undefined ? {} : { approval }),
      ...(reuse === undefined ? {} : { reuse }),
    }
    const result = await runInProcess(plan, start, {
      clock,
      onStart: (started) => {
        execution = started
      },
      work: (request, { number, signal }) =>
        work(request, { number, signal, sleep: (seconds) => clock.sleep(seconds).fired }),
    })
    const { started_at, ended_at } = result.state
    return { ...result, seconds: ((ended_at ?? clock.now()) - started_at) / 1000 }
  },
}

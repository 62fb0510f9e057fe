import { setTimeout } from 'node:timers/promises'
import type { ExecutionEvent, StepState } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'
import type { TextOutput } from '../cli-context.js'
import type { Colors } from '../output/colors.js'
import { shorten } from '../output/display-width.js'
import { formatDuration } from '../output/format-duration.js'
import { eventLine } from './event-line.js'
import type { Progress } from './progress.js'
import { SkipReasons } from './skip-reasons.js'
import { stepMark } from './step-mark.js'

/** A loop gets a line when that many more items have settled, or after that many milliseconds. */
const ITEMS_A_LINE = 50
const LOOP_LINE_MS = 2_000
const POLL_MS = 500
/** Failures inside a loop that are told one by one; the loop's own lines count them all. */
const INNER_FAILURES = 3
const LINE_PLACES = 160

/** Tells a run line by line, for a pipe or a log file: an event a line, loops summed up. */
export function plainProgress(output: TextOutput, notes: TextOutput, colors: Colors): Progress {
  return {
    note: (message) => notes.write(`${message} …\n`),
    cancelling: () => notes.write('cancelling …\n'),
    async follow(execution, _plan, ended) {
      const log = new PlainLog(output, colors)
      const over = ended.catch(() => {})
      await Promise.all([log.tellEvents(execution), log.tellLoops(execution, over)])
    },
  }
}

class PlainLog {
  readonly #output: TextOutput
  readonly #colors: Colors
  readonly #startedAt = new Map<string, number>()
  readonly #attempts = new Map<string, number>()
  readonly #loops = new Set<string>()
  readonly #reasons = new SkipReasons()
  readonly #told = new Map<string, { settled: number; at: number }>()
  #innerFailures = 0
  #origin: number | undefined

  constructor(output: TextOutput, colors: Colors) {
    this.#output = output
    this.#colors = colors
  }

  async tellEvents(execution: Execution): Promise<void> {
    try {
      for await (const event of execution.events()) await this.#tellEvent(event, execution)
    } catch {
      // The end of the run is told by its result.
    }
  }

  async tellLoops(execution: Execution, ended: Promise<unknown>): Promise<void> {
    let over = false
    const end = ended.then(() => {
      over = true
    })
    while (!over) {
      await Promise.race([end, setTimeout(POLL_MS)])
      const isLoopRunning = [...this.#startedAt.keys()].some((id) => id.includes('['))
      if (over || !isLoopRunning) continue
      const state = await execution.status().catch(() => undefined)
      for (const step of state?.steps ?? []) this.#tellLoop(step)
    }
  }

  async #tellEvent(event: ExecutionEvent, execution: Execution): Promise<void> {
    this.#origin ??= event.time
    const { step_id } = event
    if (step_id === undefined) return
    if (event.type === 'step.started') this.#startedAt.set(step_id, event.time)
    if (event.attempt !== undefined) this.#attempts.set(step_id, event.attempt)
    const times = { started_at: this.#startedAt.get(step_id), attempts: this.#attempts.get(step_id) ?? 1 }
    if (event.type !== 'step.started' && event.type !== 'step.retrying') this.#startedAt.delete(step_id)
    const bracket = step_id.indexOf('[')
    if (bracket > 0) {
      this.#loops.add(step_id.slice(0, bracket))
      if (event.type !== 'step.failed' || this.#innerFailures >= INNER_FAILURES) return
      this.#innerFailures += 1
    }
    // How many items there were stands in the state only.
    const isLoopEnd = (event.type === 'step.completed' || event.type === 'step.failed') && this.#loops.has(step_id)
    const state = isLoopEnd ? await execution.status().catch(() => undefined) : undefined
    const items = state?.steps.find(({ id }) => id === step_id)?.items
    const line = eventLine(event, { ...times, items }, this.#reasons, this.#colors)
    if (line !== undefined) this.#write(event.time, line)
  }

  #tellLoop(step: StepState): void {
    const { items, id } = step
    if (items === undefined || step.status !== 'running') return
    const now = Date.now()
    const told = this.#told.get(id) ?? { settled: 0, at: step.started_at ?? now }
    const news = items.settled - told.settled
    if (news === 0 || (news < ITEMS_A_LINE && now - told.at < LOOP_LINE_MS)) return
    this.#told.set(id, { settled: items.settled, at: now })
    const failures = items.failed === 0 ? '' : `, ${items.failed} failed`
    this.#write(now, `${stepMark(step, this.#colors)} ${id}  ${items.settled}/${items.count}${failures}`)
  }

  #write(time: number, line: string): void {
    const elapsed = formatDuration(time - (this.#origin ?? time)).padStart(9)
    this.#output.write(`${this.#colors.dim(elapsed)}  ${shorten(line, LINE_PLACES)}\n`)
  }
}

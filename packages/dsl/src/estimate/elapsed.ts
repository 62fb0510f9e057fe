import type { OutlineStep } from '../document/outline.js'
import { isJsonObject } from '../json/json.js'
import { type EstimateModel, timeoutSeconds } from './estimate-model.js'
import { atMost, combine, type Interval, oneOf, sum, times, ZERO } from './interval.js'
import { loopParallel } from './loop-items.js'
import { type Moment, scopeWaits, type Wait } from './scope-waits.js'
import { isBranching } from './step-gates.js'
import { isControl, isLoop } from './step-tree.js'

const MOMENTS: readonly Moment[] = ['start', 'end', 'settled']

/**
 * Seconds from the start of a scope to its end, when the execution as a whole limits nothing: the longest way through
 * who waits for whom. The least counts only what is certain, the most everything that can run.
 */
export function elapsedSeconds(
  loop: OutlineStep | undefined,
  byId: ReadonlyMap<string, OutlineStep>,
  model: EstimateModel,
): Interval {
  return new ScopeClock(loop, byId, model).run()
}

/** Seconds of a loop: its items in rounds of as many as run at a time. */
function loopSeconds(loop: OutlineStep, byId: ReadonlyMap<string, OutlineStep>, model: EstimateModel): Interval {
  const body = elapsedSeconds(loop, byId, model)
  const rounds = combine([model.items(loop)], ([items = 0]) => Math.ceil(items / loopParallel(loop)))
  return combine([rounds, body], ([count = 0, seconds = 0]) => times(count, seconds))
}

class ScopeClock {
  readonly #loop: OutlineStep | undefined
  readonly #byId: ReadonlyMap<string, OutlineStep>
  readonly #model: EstimateModel
  readonly #steps: readonly OutlineStep[]
  readonly #numbers = new Map<OutlineStep, number>()
  readonly #waits = new Map<number, Wait[]>()
  readonly #times: Interval[] = []
  readonly #own = new Map<OutlineStep, Interval>()

  constructor(loop: OutlineStep | undefined, byId: ReadonlyMap<string, OutlineStep>, model: EstimateModel) {
    this.#loop = loop
    this.#byId = byId
    this.#model = model
    this.#steps = model.tree.scope(loop)
    for (const [number, step] of this.#steps.entries()) this.#numbers.set(step, number)
  }

  run(): Interval {
    for (const moment of this.#inOrder()) this.#times[moment] = this.#time(moment)
    return this.#latest(this.#model.tree.inside(this.#loop))
  }

  #moment(step: OutlineStep, moment: Moment): number {
    return (this.#numbers.get(step) ?? 0) * MOMENTS.length + MOMENTS.indexOf(moment)
  }

  #at(step: OutlineStep, moment: Moment): Interval {
    return this.#times[this.#moment(step, moment)] ?? ZERO
  }

  /** Every moment after those that it waits for. A circle, which is an error of level 3, is left out. */
  #inOrder(): number[] {
    const count = this.#steps.length * MOMENTS.length
    const before = new Uint32Array(count)
    const next: number[][] = Array.from({ length: count }, () => [])
    const add = (moment: number, after: number) => {
      before[moment] = (before[moment] ?? 0) + 1
      next[after]?.push(moment)
    }
    for (const step of this.#steps) {
      add(this.#moment(step, 'end'), this.#moment(step, 'start'))
      add(this.#moment(step, 'settled'), this.#moment(step, 'end'))
      if (step.container !== undefined) add(this.#moment(step.container, 'end'), this.#moment(step, 'settled'))
    }
    for (const wait of scopeWaits(this.#steps, this.#byId, this.#model)) {
      const moment = this.#moment(wait.step, wait.moment)
      const list = this.#waits.get(moment)
      if (list === undefined) this.#waits.set(moment, [wait])
      else list.push(wait)
      add(moment, this.#moment(wait.after, wait.afterMoment))
    }
    const order: number[] = []
    for (let moment = 0; moment < count; moment += 1) if (before[moment] === 0) order.push(moment)
    for (let index = 0; index < order.length; index += 1) {
      for (const moment of next[order[index] ?? 0] ?? []) {
        before[moment] = (before[moment] ?? 0) - 1
        if (before[moment] === 0) order.push(moment)
      }
    }
    return order
  }

  #time(moment: number): Interval {
    const step = this.#steps[Math.floor(moment / MOMENTS.length)] as OutlineStep
    const kind = MOMENTS[moment % MOMENTS.length]
    if (kind === 'end') return this.#end(step)
    let { least, expected, most } = kind === 'start' ? ZERO : this.#at(step, 'end')
    for (const wait of this.#waits.get(moment) ?? []) {
      const time = this.#at(wait.after, wait.afterMoment)
      if (wait.certain) least = Math.max(least, time.least)
      expected = Math.max(expected, time.expected)
      most = Math.max(most, time.most)
    }
    return { least, expected, most }
  }

  #end(step: OutlineStep): Interval {
    const start = this.#at(step, 'start')
    const own = isControl(step) && !isLoop(step) ? this.#inside(step, start) : this.#ownSeconds(step)
    const limited = isControl(step) ? atMost(own, timeoutSeconds(step)) : own
    const occurrence = this.#model.occurrence(step)
    return sum([start, combine([occurrence, limited], ([count = 0, seconds = 0]) => times(count, seconds))])
  }

  /** Seconds of one run of a step that does work, or of a loop. */
  #ownSeconds(step: OutlineStep): Interval {
    const known = this.#own.get(step)
    if (known !== undefined) return known
    const seconds = isLoop(step) ? loopSeconds(step, this.#byId, this.#model) : this.#model.work(step).seconds
    this.#own.set(step, seconds)
    return seconds
  }

  /** Seconds from the start of a group or a conditional until all inside it has settled. */
  #inside(control: OutlineStep, start: Interval): Interval {
    const inner = this.#model.tree.inside(control)
    const since = (time: Interval) =>
      combine([time, start], ([value = 0, from = 0]) => (value > from ? value - from : 0))
    if (isBranching(control)) {
      const names = (control.definition?.blocks ?? []).map(({ name }) => name)
      return oneOf(
        names.map((name) => {
          const branch = inner.filter((step) => this.#model.tree.block(step, control) === name)
          return since(this.#latest(branch))
        }),
      )
    }
    return this.#limit(control, since(this.#latest(inner)))
  }

  /** Adds what the limit of a group costs: no faster than its work shared out, no slower than Graham's bound. */
  #limit(control: OutlineStep, free: Interval): Interval {
    const limit = groupParallel(control)
    if (limit === undefined) return free
    const direct = this.#model.tree.inside(control).filter((step) => !isControl(step) || isLoop(step))
    const shared = sum(
      direct.map((step) =>
        combine([this.#model.occurrence(step), this.#ownSeconds(step)], ([count = 0, value = 0]) =>
          times(count, value),
        ),
      ),
    )
    const all = this.#workInside(control)
    const total = all.reduce((seconds, step) => seconds + this.#ownSeconds(step).most, 0)
    const longest = Math.max(0, ...all.map((step) => this.#ownSeconds(step).most))
    const waiting = all.length > limit && total > longest ? (total - longest) / limit : 0
    return {
      least: Math.max(free.least, shared.least / limit),
      expected: Math.max(free.expected, shared.expected / limit),
      most: free.most + waiting,
    }
  }

  #workInside(control: OutlineStep): OutlineStep[] {
    return this.#model.tree
      .inside(control)
      .flatMap((step) => (isControl(step) && !isLoop(step) ? this.#workInside(step) : [step]))
  }

  #latest(steps: readonly OutlineStep[]): Interval {
    let { least, expected, most } = ZERO
    for (const step of steps) {
      const time = this.#at(step, 'settled')
      if (this.#model.occurrence(step).least > 0) least = Math.max(least, time.least)
      expected = Math.max(expected, time.expected)
      most = Math.max(most, time.most)
    }
    return { least, expected, most }
  }
}

function groupParallel({ step }: OutlineStep): number | undefined {
  const config = step.parallel_config
  const limit = isJsonObject(config) ? config.max_parallel : undefined
  return typeof limit === 'number' && limit >= 1 ? limit : undefined
}

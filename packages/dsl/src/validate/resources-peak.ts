import { type Outline, type OutlineStep, valueAt } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import { loopParallel } from '../estimate/loop-items.js'
import { isBranching } from '../estimate/step-gates.js'
import { isLoop } from '../estimate/step-tree.js'
import { activatorsOf } from './activation.js'
import type { ResourceRequest } from './resources-requests.js'

/** Following who waits for whom from more steps than this would take noticeable time. */
const MOST_FOLLOWED = 200

/** The largest demand that steps which may run at once can have together, and the steps. */
export interface Peak {
  readonly amount: number
  readonly steps: readonly OutlineStep[]
}

/**
 * The most that steps may ask for at once: for each step its own request and those of all that neither wait for it nor it
 * for them, at most `limit` calls. Kept simple: what runs beside a step need not run beside each other, so it may be too high.
 */
export function peakOf(requests: readonly ResourceRequest[], after: Followers, limit: number): Peak {
  if (requests.length === 0) return { amount: 0, steps: [] }
  const followed = requests.slice(0, MOST_FOLLOWED)
  const behind = new Map(followed.map(({ step }) => [step, after.of(step)]))
  let peak: Peak = { amount: 0, steps: [] }
  for (const request of followed) {
    const beside = followed.filter(
      ({ step }) =>
        step === request.step ||
        !(
          behind.get(request.step)?.has(step) ||
          behind.get(step)?.has(request.step) ||
          areExclusive(step, request.step)
        ),
    )
    const found = largest(request, beside, limit)
    if (found.amount > peak.amount) peak = found
  }
  return peak
}

function largest(own: ResourceRequest, requests: readonly ResourceRequest[], limit: number): Peak {
  const others = requests.filter((request) => request !== own).toSorted((left, right) => right.amount - left.amount)
  const steps: OutlineStep[] = []
  let amount = 0
  let free = limit
  for (const request of [own, ...others]) {
    if (free <= 0) break
    const calls = Math.min(free, callsAtOnce(request.step))
    amount += calls * request.amount
    free -= calls
    steps.push(request.step)
  }
  return { amount, steps }
}

function callsAtOnce(step: OutlineStep): number {
  let calls = 1
  for (let loop = step.loop; loop !== undefined; loop = loop.loop) {
    const list = loop.step.iterate_over
    calls *= Math.min(loopParallel(loop), Array.isArray(list) ? list.length : Number.POSITIVE_INFINITY)
  }
  return calls
}

/** Only one of two branches runs. */
function areExclusive(left: OutlineStep, right: OutlineStep): boolean {
  const branches = new Map<OutlineStep, string | undefined>()
  for (let at: OutlineStep | undefined = left; at !== undefined; at = at.parent ?? at.loop) {
    if (at.parent !== undefined && isBranching(at.parent)) branches.set(at.parent, at.block)
  }
  for (let at: OutlineStep | undefined = right; at !== undefined; at = at.parent ?? at.loop) {
    if (at.parent !== undefined && branches.has(at.parent) && branches.get(at.parent) !== at.block) return true
  }
  return false
}

/** Which steps start only after a step has settled. */
export class Followers {
  readonly #next = new Map<OutlineStep, OutlineStep[]>()
  readonly #inside = new Map<OutlineStep, OutlineStep[]>()
  readonly #known = new Map<OutlineStep, Set<OutlineStep>>()

  constructor(outline: Outline) {
    const add = (map: Map<OutlineStep, OutlineStep[]>, key: OutlineStep | undefined, step: OutlineStep) => {
      if (key === undefined || key === step) return
      const list = map.get(key)
      if (list === undefined) map.set(key, [step])
      else list.push(step)
    }
    for (const step of outline.steps) {
      const depends = Array.isArray(step.step.depends_on) ? step.step.depends_on : []
      const reads = stepReferences(step).references.filter(({ own, use }) => !own && use !== 'route')
      for (const id of new Set([
        ...depends.filter((id) => typeof id === 'string'),
        ...reads.map(({ path }) => path.root),
      ]))
        add(this.#next, outline.byId.get(id), step)
      if (step.block?.startsWith('routes.') === true) add(this.#next, step.parent, step)
      add(this.#inside, step.container ?? step.loop, step)
    }
    for (const { owner, target } of activatorsOf(outline)) {
      const step = outline.byId.get(target)
      if (step !== undefined) add(this.#next, owner, step)
    }
  }

  of(step: OutlineStep): ReadonlySet<OutlineStep> {
    const known = this.#known.get(step)
    if (known !== undefined) return known
    const found = new Set<OutlineStep>()
    this.#known.set(step, found)
    const open = [step]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      // What waits for a control step waits for all that is inside it; what is inside a follower follows too.
      const around = at.container ?? at.loop
      for (const list of [
        this.#next.get(at),
        found.has(at) ? this.#inside.get(at) : undefined,
        around === undefined ? undefined : this.#behind(around),
      ])
        for (const other of list ?? []) {
          if (found.has(other) || other === step) continue
          found.add(other)
          open.push(other)
        }
    }
    return found
  }

  #behind(control: OutlineStep): OutlineStep[] {
    const around = control.container ?? control.loop
    return [...(this.#next.get(control) ?? []), ...(around === undefined ? [] : this.#behind(around))]
  }
}

/** Work steps of a document that may run at once, wherever nested. */
export function parallelLimit(document: Parameters<typeof valueAt>[0]): number {
  const limit = valueAt(document, ['execution', 'max_parallel'])
  return typeof limit === 'number' && limit >= 1 ? limit : 100
}

/** Whether a step does work, rather than running others. */
export function doesWork(step: OutlineStep): boolean {
  return step.definition?.run === 'activity' && !isLoop(step)
}

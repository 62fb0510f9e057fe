import type { Outline, OutlineStep } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import type { Activator } from './activation.js'

/** Moments of a step: it starts, its own work has ended, nothing about it can change any more. */
export type Moment = 'start' | 'end' | 'settled'

const MOMENTS: readonly Moment[] = ['start', 'end', 'settled']

/** One moment of one step. */
export interface StepMoment {
  readonly step: OutlineStep
  readonly moment: Moment
}

/** Who waits for whom, moment by moment, as the interpreter does. */
export class WaitGraph {
  readonly #numbers = new Map<OutlineStep, number>()
  readonly edges: number[][]
  /** How many waits there are. */
  size = 0
  readonly #outline: Outline
  readonly #steps: readonly OutlineStep[]
  /** Owners of routes that name children; the moment at which such a route is decided has a number behind those of the steps. */
  readonly #routeOwners: OutlineStep[] = []
  readonly #routes = new Map<OutlineStep, Map<number, number>>()
  readonly #reads = new Map<OutlineStep, ReadonlyMap<number | undefined, readonly OutlineStep[]>>()

  constructor(outline: Outline, activators: readonly Activator[]) {
    this.#outline = outline
    this.#steps = outline.steps
    for (const [index, step] of outline.steps.entries()) this.#numbers.set(step, index)
    this.edges = outline.steps.flatMap(() => [[], [], []] as number[][])
    for (const step of outline.steps) this.#addStep(step, outline)
    for (const activator of activators) this.#addActivator(activator, outline)
  }

  #number(step: OutlineStep, moment: Moment): number {
    return (this.#numbers.get(step) ?? 0) * MOMENTS.length + MOMENTS.indexOf(moment)
  }

  /** The step to which a moment belongs. */
  stepOf(number: number): OutlineStep {
    const step = this.#steps[Math.floor(number / MOMENTS.length)]
    return step ?? (this.#routeOwners[number - this.#steps.length * MOMENTS.length] as OutlineStep)
  }

  /** Whether one moment comes after another, because it waits for it or for what waits for it. */
  reaches(from: StepMoment, to: StepMoment): boolean {
    return this.#reaches(this.#number(from.step, from.moment), to)
  }

  /** Whether a route is decided after a moment. */
  routeReaches(owner: OutlineStep, route: number, to: StepMoment): boolean {
    return this.#reaches(this.#route(owner, route, this.#outline), to)
  }

  #reaches(from: number, to: StepMoment): boolean {
    const goal = this.#number(to.step, to.moment)
    const seen = new Uint8Array(this.edges.length)
    const open = [from]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (at === goal) return true
      for (const next of this.edges[at] ?? []) {
        if (seen[next] === 1) continue
        seen[next] = 1
        open.push(next)
      }
    }
    return false
  }

  #wait(step: OutlineStep, moment: Moment, forStep: OutlineStep, forMoment: Moment): void {
    this.#link(this.#number(step, moment), this.#number(forStep, forMoment))
  }

  #link(from: number, to: number): void {
    this.edges[from]?.push(to)
    this.size += 1
  }

  #addStep(step: OutlineStep, outline: Outline): void {
    this.#wait(step, 'end', step, 'start')
    this.#wait(step, 'settled', step, 'end')
    for (const source of this.#sources(step, outline, undefined)) this.#wait(step, 'start', source, 'settled')
    if (step.parent !== undefined) {
      const route = step.block?.startsWith('routes.') === true ? Number(step.block.slice('routes.'.length)) : undefined
      if (route === undefined) this.#wait(step, 'start', step.parent, 'start')
      else this.#link(this.#number(step, 'start'), this.#route(step.parent, route, outline))
    } else if (step.loop !== undefined) this.#wait(step, 'start', step.loop, 'start')
    const around = step.container ?? step.loop
    if (around !== undefined) this.#wait(around, 'end', step, 'settled')
  }

  #addActivator({ owner, kind, route, target: id }: Activator, outline: Outline): void {
    const target = outline.byId.get(id)
    if (target === undefined || target === owner) return
    if (kind === 'route') this.#link(this.#number(target, 'start'), this.#route(owner, route ?? 0, outline))
    else this.#wait(target, 'start', owner, 'end')
    if (kind === 'fallback') this.#wait(owner, 'settled', target, 'settled')
  }

  /** The moment at which a route is decided: its owner has settled, and what its expression reads. */
  #route(owner: OutlineStep, route: number, outline: Outline): number {
    const routes = this.#routes.get(owner) ?? new Map<number, number>()
    this.#routes.set(owner, routes)
    const known = routes.get(route)
    if (known !== undefined) return known
    const number = this.edges.push([]) - 1
    this.#routeOwners.push(owner)
    routes.set(route, number)
    this.#link(number, this.#number(owner, 'settled'))
    for (const source of this.#sources(owner, outline, route)) this.#link(number, this.#number(source, 'settled'))
    return number
  }

  /** Steps that are read or waited for: by the step itself, or by one of its routes. */
  #sources(step: OutlineStep, outline: Outline, route: number | undefined): readonly OutlineStep[] {
    const known = this.#reads.get(step) ?? readsByRoute(step, outline)
    this.#reads.set(step, known)
    return known.get(route) ?? []
  }
}

function readsByRoute(step: OutlineStep, outline: Outline): Map<number | undefined, OutlineStep[]> {
  const ids = new Map<number | undefined, Set<string>>([[undefined, new Set()]])
  for (const { own, route, path } of stepReferences(step).references) {
    const names = ids.get(route) ?? new Set()
    if (!own) ids.set(route, names.add(path.root))
  }
  for (const id of Array.isArray(step.step.depends_on) ? step.step.depends_on : [])
    if (typeof id === 'string') ids.get(undefined)?.add(id)
  const found = ([route, names]: [number | undefined, Set<string>]): [number | undefined, OutlineStep[]] => [
    route,
    [...names].flatMap((id) => outline.byId.get(id) ?? []).filter((source) => source !== step),
  ]
  return new Map([...ids].map(found))
}

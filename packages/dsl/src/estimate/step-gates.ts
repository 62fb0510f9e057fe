import type { Outline, OutlineStep } from '../document/outline.js'
import { stepReferences } from '../document/step-references.js'
import { onDemandIds } from '../planner/on-demand.js'
import { type Activator, activatorsOf } from '../validate/activation.js'
import { NumberSet } from '../validate/number-set.js'
import type { Interval } from './interval.js'

/** Decisions that must fall one way for a step to run. */
export type Gates = NumberSet

/** Where nothing is known of a condition, it holds in one of two runs. */
const EVEN = 0.5

export const NO_GATES: Gates = NumberSet.EMPTY

/** What decides whether each step of a document runs: branches, routes, activation, and the same of what it reads. */
export class StepGates {
  readonly #outline: Outline
  readonly #onDemand: ReadonlySet<string>
  readonly #activators = new Map<string, Activator[]>()
  readonly #known = new Map<OutlineStep, Gates>()
  readonly #numbers = new Map<string, number>()
  /** How likely each decision is taken to fall that way, by its number. */
  readonly #likelihoods: number[] = []

  constructor(outline: Outline) {
    this.#outline = outline
    this.#onDemand = onDemandIds(outline.steps)
    for (const activator of activatorsOf(outline)) {
      const list = this.#activators.get(activator.target) ?? []
      list.push(activator)
      this.#activators.set(activator.target, list)
    }
  }

  activators(id: string): readonly Activator[] {
    return this.#activators.get(id) ?? []
  }

  /** Without a stack of calls as deep as the longest chain of steps, since a document may be that long. */
  of(step: OutlineStep): Gates {
    const known = this.#known.get(step)
    if (known !== undefined) return known
    const open: OutlineStep[] = [step]
    const begun = new Set<OutlineStep>()
    while (open.length > 0) {
      const at = open[open.length - 1] as OutlineStep
      // A circle is an error of level 3; what is still open then counts as unconditional.
      const missing = begun.has(at)
        ? []
        : this.#sources(at).filter((source) => !this.#known.has(source) && !begun.has(source))
      begun.add(at)
      if (missing.length > 0) open.push(...missing)
      else {
        open.pop()
        if (!this.#known.has(at)) this.#known.set(at, this.#compute(at))
      }
    }
    return this.#known.get(step) ?? NO_GATES
  }

  /** How often a step runs each time that everything in `given` has been decided in its favour. */
  occurrence(step: OutlineStep, given: Gates): Interval {
    const gates = this.of(step)
    if (gates.isWithin(given)) return { least: 1, expected: 1, most: 1 }
    let expected = 1
    for (const gate of gates.without(given)) {
      expected *= this.#likelihoods[gate] ?? 1
      if (expected === 0) break
    }
    return { least: 0, expected, most: 1 }
  }

  /** Whether everything that decides about `step` is decided by what decides about `other`. */
  isCertainWith(step: OutlineStep, given: Gates): boolean {
    return this.of(step).isWithin(given)
  }

  #sources(step: OutlineStep): OutlineStep[] {
    const around = [step.parent ?? step.loop]
    const owners = this.activators(step.id).map(({ owner }) => owner)
    return [...around, ...owners, ...this.#readers(step)].filter(
      (source) => source !== undefined && source !== step,
    ) as OutlineStep[]
  }

  /** Steps without which this one is skipped. */
  #readers(step: OutlineStep): Set<OutlineStep> {
    const readers = new Set<OutlineStep>()
    for (const { own, guarded, use, path } of stepReferences(step).references) {
      const source = own || guarded || use === 'route' ? undefined : this.#outline.byId.get(path.root)
      if (source !== undefined) readers.add(source)
    }
    return readers
  }

  #compute(step: OutlineStep): Gates {
    let gates = this.#of(step, step.parent ?? step.loop)
    const decision = blockGate(step)
    if (decision !== undefined) gates = gates.with(this.gate(decision, EVEN))
    for (const source of this.#readers(step)) gates = gates.union(this.#of(step, source))
    if (this.#onDemand.has(step.id)) {
      const activators = this.activators(step.id)
      // Failures are not expected, so a fallback alone is not either.
      const isExpected = activators.some(({ kind }) => kind !== 'fallback')
      gates = gates.with(this.gate(`activation of ${step.id}`, isExpected ? EVEN : 0))
      const [only] = activators
      if (activators.length === 1) gates = gates.union(this.#of(step, only?.owner))
    }
    return gates
  }

  #of(step: OutlineStep, source: OutlineStep | undefined): Gates {
    return (source === undefined || source === step ? undefined : this.#known.get(source)) ?? NO_GATES
  }

  /** The number of a decision. */
  gate(decision: string, likelihood = EVEN): number {
    const known = this.#numbers.get(decision)
    if (known !== undefined) return known
    const number = this.#likelihoods.push(likelihood) - 1
    this.#numbers.set(decision, number)
    return number
  }
}

/** The decision on which the block of a step depends. */
export function blockGate({ parent, block }: OutlineStep): string | undefined {
  if (parent === undefined || block === undefined) return undefined
  const isDecided = block.startsWith('routes.') || isBranching(parent)
  return isDecided ? `${block} of ${parent.id}` : undefined
}

/** Whether only one of a step's blocks runs. */
export function isBranching(step: OutlineStep): boolean {
  return (step.definition?.blocks?.filter(({ scope }) => scope === 'same').length ?? 0) > 1
}

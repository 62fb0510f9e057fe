import type { Outline, OutlineStep } from '../document/outline.js'
import { blockGate, type Gates, isBranching, NO_GATES, type StepGates } from './step-gates.js'

/** The steps of a document by what they stand in. What a route holds stands beside its owner. */
export class StepTree {
  readonly #inner = new Map<OutlineStep | undefined, OutlineStep[]>()
  readonly #scopes = new Map<OutlineStep | undefined, OutlineStep[]>()
  readonly #gates: StepGates

  constructor(outline: Outline, gates: StepGates) {
    this.#gates = gates
    for (const step of outline.steps) {
      append(this.#inner, step.container ?? step.loop, step)
      append(this.#scopes, step.loop, step)
    }
  }

  /** Steps directly inside a control step, or at the top. */
  inside(around: OutlineStep | undefined): readonly OutlineStep[] {
    return this.#inner.get(around) ?? []
  }

  /** All steps of a loop's body, or of the document outside of loops, nested ones included. */
  scope(loop: OutlineStep | undefined): readonly OutlineStep[] {
    return this.#scopes.get(loop) ?? []
  }

  /** What has been decided once the block of a step runs. */
  given(step: OutlineStep): Gates {
    const around = step.container ?? step.loop
    if (around === undefined) return NO_GATES
    const gates = this.#gates.of(around)
    const gate = isBranching(around) ? blockGate(outermost(step, around)) : undefined
    return gate === undefined ? gates : gates.with(this.#gates.gate(gate))
  }

  /** The block of a control step in which a step inside it stands. */
  block(step: OutlineStep, around: OutlineStep): string {
    return outermost(step, around).block ?? ''
  }
}

/** Has a block of its own for each item. */
export function isLoop({ definition }: OutlineStep): boolean {
  return definition?.blocks?.some(({ scope }) => scope === 'item') === true
}

export function isControl({ definition }: OutlineStep): boolean {
  return definition?.run === 'control'
}

/** Of what a route holds, the step in the block of `around` to which the route belongs. */
function outermost(step: OutlineStep, around: OutlineStep): OutlineStep {
  let at = step
  while (at.parent !== undefined && at.parent !== around) at = at.parent
  return at
}

function append<Key>(map: Map<Key, OutlineStep[]>, key: Key, step: OutlineStep): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [step])
  else list.push(step)
}

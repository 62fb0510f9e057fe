import { isVisible, loopsAround, loopVariable, type Outline, type OutlineStep } from '../document/outline.js'

/** The names that templates may begin with, found once for all the steps of a loop. */
export class VisibleNames {
  readonly #outline: Outline
  readonly #around = new Map<OutlineStep | undefined, readonly OutlineStep[]>()
  readonly #names = new Map<OutlineStep, readonly string[]>()
  readonly #rough = new Map<OutlineStep | undefined, readonly string[]>()

  constructor(outline: Outline) {
    this.#outline = outline
  }

  /**
   * Names that a template of this step may begin with.
   *
   * @param rough also with the step itself and later ones of its loop, which costs less when many steps are asked about
   */
  of(step: OutlineStep, rough = false): readonly string[] {
    return rough ? this.#loopNames(step) : this.#stepNames(step)
  }

  #stepNames(step: OutlineStep): readonly string[] {
    const known = this.#names.get(step)
    if (known !== undefined) return known
    const seen = this.#visible(step).filter(
      (other) => other !== step && (other.loop === undefined || other.loop !== step.loop || other.order < step.order),
    )
    const names = namesOf(step, seen)
    this.#names.set(step, names)
    return names
  }

  #loopNames(step: OutlineStep): readonly string[] {
    const known = this.#rough.get(step.loop) ?? namesOf(step, this.#visible(step))
    this.#rough.set(step.loop, known)
    return known
  }

  /** Steps that those of a loop can see; of the loops around, only what stands before. */
  #visible(step: OutlineStep): readonly OutlineStep[] {
    const known = this.#around.get(step.loop)
    if (known !== undefined) return known
    const steps = this.#outline.steps.filter(
      (other) => other.id !== '' && isVisible(other, step) && (other.loop === step.loop || isBefore(other, step)),
    )
    this.#around.set(step.loop, steps)
    return steps
  }
}

function isBefore(other: OutlineStep, step: OutlineStep): boolean {
  return other.loop === undefined || other.order <= siblingOf(other, step).order
}

function namesOf(step: OutlineStep, steps: readonly OutlineStep[]): readonly string[] {
  const variables = loopsAround(step).flatMap((loop) => loopVariable(loop) ?? [])
  return [...variables, ...steps.map(({ id }) => id), 'input', 'run']
}

/** The step itself, or what it stands in, in the loop of another step. */
export function siblingOf(target: OutlineStep, step: OutlineStep): OutlineStep {
  let sibling = step
  while (sibling.loop !== undefined && sibling.loop !== target.loop) sibling = sibling.loop
  return sibling
}

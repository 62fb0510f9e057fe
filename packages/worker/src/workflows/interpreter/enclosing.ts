import type { StepRun } from './step-run.js'

/** The control step directly around a step, a loop included. */
export function controlAround(step: StepRun): StepRun | undefined {
  return step.container ?? step.scope.place.owner
}

/** The control steps around a step, from the inside out, through loops. */
export function* enclosing(step: StepRun): Generator<StepRun> {
  for (let control = controlAround(step); control !== undefined; control = controlAround(control)) yield control
}

/** Whether a step stands somewhere inside a control step. */
export function isInside(step: StepRun, control: StepRun): boolean {
  for (const outer of enclosing(step)) if (outer === control) return true
  return false
}

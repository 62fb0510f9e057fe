import type { StepFailure } from '@odp/dsl/plan'
import { controlAround } from './enclosing.js'
import type { StepRun } from './step-run.js'

/** A failure that a dependant must not run after. */
export function isUnrescued(step: StepRun): boolean {
  return step.status === 'failed' && step.rescuedBy === undefined && step.node.continue_on_failure !== true
}

/** Whether the failure of a step ended there: a fallback stood in for it, or for a control step around it in its scope. */
export function isStoodInFor(step: StepRun): boolean {
  for (let holder: StepRun | undefined = step; holder !== undefined; holder = holder.container) {
    if (holder.rescuedBy !== undefined) return true
  }
  return false
}

/**
 * Whether a failure that nothing stood in for stops before it reaches the run: on every way up there is a
 * `continue_on_failure`, or a control step whose fallback has not been tried. The ways up from a step that was called as a
 * fallback are its callers.
 */
export function isAbsorbed(step: StepRun): boolean {
  const seen = new Set<StepRun>()
  const open = [step]
  for (let failed = open.pop(); failed !== undefined; failed = open.pop()) {
    if (seen.has(failed) || failed.node.continue_on_failure === true) continue
    seen.add(failed)
    if (failed.calledBy.length > 0) {
      open.push(...failed.calledBy)
      continue
    }
    const control = controlAround(failed)
    if (control === undefined) return false
    if (control.node.fallback === undefined) open.push(control)
  }
  return true
}

/** Whether nothing in the document stands between the failure of a step and the end of the run. */
export function endsRun(step: StepRun, { code }: StepFailure): boolean {
  const { fallback, continue_on_failure } = step.node
  return code !== 'replan_requested' && fallback === undefined && continue_on_failure !== true && !isAbsorbed(step)
}

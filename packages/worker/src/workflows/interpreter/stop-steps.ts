import { isInside } from './enclosing.js'
import type { Interpreter } from './interpreter.js'
import type { StepRun } from './step-run.js'

/** Cancels the running ones of these steps and of all inside them, and skips those that have not started. */
export function stopSteps(interpreter: Interpreter, steps: readonly StepRun[], reason: string): void {
  for (const step of steps) {
    for (const scope of step.control?.scopes ?? []) stopSteps(interpreter, scope.steps, reason)
    if (step.status === 'running' || step.status === 'waiting') interpreter.cancelStep(step, reason)
    else interpreter.skip(step, { text: reason })
  }
}

/** Ends a control step that has a time of its own, with all inside it, when it is over. */
export function armControlTimeout(interpreter: Interpreter, step: StepRun): void {
  const seconds = step.node.timeout_seconds
  if (seconds === undefined) return
  const timer = interpreter.host.sleep(seconds, () => interpreter.act(() => timeOut(interpreter, step, seconds)))
  step.stop = () => timer.cancel()
}

function timeOut(interpreter: Interpreter, step: StepRun, seconds: number): void {
  if (step.status !== 'running') return
  const message = `timed out after ${seconds / 60} minutes`
  interpreter.fail(step, { code: 'step_timed_out', message, retryable: false })
  const reason = `'${step.node.id}' timed out`
  for (const scope of step.control?.scopes ?? []) stopSteps(interpreter, scope.steps, reason)
  stopSteps(
    interpreter,
    step.scope.steps.filter((inner) => isInside(inner, step)),
    reason,
  )
}

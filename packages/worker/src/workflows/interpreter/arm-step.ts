import type { Interpreter } from './interpreter.js'
import type { StepRun } from './step-run.js'

/** Has a step considered whenever one that it waits for has settled. */
export function armStep(interpreter: Interpreter, step: StepRun): void {
  const { node } = step
  for (const id of new Set([...(node.after ?? []), ...(node.depends_on ?? [])])) {
    const source = step.scope.find(id)
    if (source === undefined || source.settled) continue
    step.waiting += 1
    source.onSettled.push(() => {
      step.waiting -= 1
      interpreter.consider(step)
    })
  }
  // A step that nothing names cannot run; level 3 refuses it, and a plan made by hand still ends.
  if (!step.demanded && step.activators === 0) {
    interpreter.later(() => interpreter.skip(step, { text: 'nothing activates it' }))
  }
}

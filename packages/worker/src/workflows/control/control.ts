import type { JsonObject } from '@odp/dsl/plan'
import type { Interpreter } from '../interpreter/interpreter.js'
import type { NotStarted } from '../interpreter/request.js'
import type { StepRun } from '../interpreter/step-run.js'

/** A control step that can start: `begin` opens its blocks. */
export interface PreparedControl {
  readonly kind: 'control'
  begin(): void
}

/** What a step type of control flow does. The interpreter ends the step when its inner steps have settled. */
export interface Control {
  /** Resolves what decides about the inner steps, before anything of the step is visible. */
  prepare(step: StepRun, interpreter: Interpreter): PreparedControl | NotStarted
  /** Its outputs, once it completes. */
  outputs(step: StepRun): JsonObject
}

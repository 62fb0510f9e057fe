import type { ExecutionInput, JsonObject } from '@odp/dsl/plan'
import { CONTROLS } from '../control/index.js'
import type { StepRun } from './step-run.js'

/** Outputs that another execution recorded for a step. The steps of a branch have their own, so only a loop is taken whole. */
export function recordedOutputs(step: StepRun, reuse: ExecutionInput['reuse']): JsonObject | undefined {
  if (reuse === undefined || !Object.hasOwn(reuse, step.address)) return undefined
  return CONTROLS[step.node.type] === undefined || step.node.nodes !== undefined ? reuse[step.address] : undefined
}

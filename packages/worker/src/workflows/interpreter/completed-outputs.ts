import type { Json, JsonObject } from '@odp/dsl/plan'
import type { StepRun } from './step-run.js'

/** Outputs of the completed ones of some steps, by id. */
export function completedOutputs(steps: readonly StepRun[]): JsonObject {
  const entries: [string, Json][] = []
  for (const step of steps) if (step.status === 'completed') entries.push([step.node.id, step.outputs ?? {}])
  // An id such as `__proto__` becomes a key like any other.
  return Object.fromEntries(entries)
}

/** Where the whole outputs of completed steps lie of which only a part is here: key in the payload store, by step id. */
export function storedOutputs(steps: readonly StepRun[]): Readonly<Record<string, string>> {
  const stored = steps.flatMap(({ node, status, stored }) =>
    status === 'completed' && stored !== undefined ? [[node.id, stored.key] as const] : [],
  )
  return Object.fromEntries(stored)
}

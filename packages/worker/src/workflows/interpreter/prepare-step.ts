import { type PathOutcome, resolveInputs, resolveValue } from '@odp/dsl/plan'
import type { PreparedControl } from '../control/control.js'
import { CONTROLS } from '../control/index.js'
import type { Interpreter } from './interpreter.js'
import { type NotStarted, notStarted, type PreparedRequest, prepareRequest } from './request.js'
import type { StepRun } from './step-run.js'

/** A step that can start, with the names of the artifacts that it keeps. */
export type PreparedStep = { readonly artifacts: readonly string[] | undefined } & (PreparedRequest | PreparedControl)

/** Resolves everything that a step needs, once, when it starts. */
export function prepareStep(step: StepRun, interpreter: Interpreter): PreparedStep | NotStarted {
  const control = CONTROLS[step.node.type]
  const prepared =
    control === undefined
      ? prepareRequest(step, {
          workspaceId: interpreter.plan.workspace_id,
          keepsAll: interpreter.hasBuiltInOutputs(step.node.type),
          subject: () => interpreter.producedBefore(step),
        })
      : control.prepare(step, interpreter)
  if (prepared.kind === 'unavailable' || prepared.kind === 'failed') return prepared
  const read = resolveReadOnly(step, control !== undefined)
  if (read.kind !== 'value') return notStarted(read)
  if (step.node.outputs === undefined) return { ...prepared, artifacts: undefined }
  const names = resolveValue(Object.values(step.node.outputs), step.scope)
  if (names.kind !== 'value') return notStarted(names)
  return { ...prepared, artifacts: (Array.isArray(names.value) ? names.value : []).map(artifactName) }
}

/** What only has to be there: texts that no work receives, and the inputs of a control step. */
function resolveReadOnly(step: StepRun, isControl: boolean): PathOutcome {
  const { texts = [], inputs } = step.node
  const resolved = resolveValue([...texts], step.scope)
  if (resolved.kind !== 'value' || !isControl || inputs === undefined) return resolved
  return resolveInputs({ ...inputs }, step.scope)
}

function artifactName(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

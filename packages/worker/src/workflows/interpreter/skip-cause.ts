import type { SkipCause, StepRun } from './step-run.js'

/** The cause that lies in a step which was skipped itself, so that the reason names the whole chain. */
export function causeBehind(step: StepRun | undefined, text: string): SkipCause {
  return step?.cause === undefined ? { text } : { text, step }
}

/** The cause that something reads a step without outputs. */
export function readCause(reader: StepRun, what: string, id: string, reason: string): SkipCause {
  return causeBehind(reader.scope.find(id), `${what} reads '${id}', which ${reason}`)
}

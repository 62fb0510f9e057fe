import type { Plan } from '@odp/dsl/plan'
import type { Execution } from '@odp/sdk'

/** Shows how a run goes on. */
export interface Progress {
  /** Something that takes time before the execution starts. */
  note(message: string): void
  /** Shows an execution until `ended` resolves. It never throws: a picture that fails must not fail the run. */
  follow(execution: Execution, plan: Plan, ended: Promise<unknown>): Promise<void>
  /** The user has asked for the end. */
  cancelling(): void
  /** Draws nothing until `resume`, since somebody is asked something. Absent where nothing is drawn in place. */
  pause?(): void
  resume?(): void
}

/** Shows nothing. */
export const silentProgress: Progress = {
  note: () => {},
  follow: async (_execution, _plan, ended) => {
    await ended.catch(() => {})
  },
  cancelling: () => {},
}

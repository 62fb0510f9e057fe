import type { Json, StepRequest } from '@odp/dsl/plan'
import type { InstalledCatalog } from './installed-catalog.js'

/** What an activity may use while it works. */
export interface StepContext {
  /** Aborted when the step is cancelled or over its time. */
  readonly signal: AbortSignal
  heartbeat(details?: Json): void
  readonly execution_id: string
  /** Counts from 1. */
  readonly attempt: number
}

/** What a worker is equipped with. */
export interface Equipment {
  readonly catalog: InstalledCatalog
  /** Gives a secret by name. */
  secret(name: string): string | undefined
  /** Folder for the files of output steps; each execution gets one of its own inside. */
  readonly output_directory: string
}

/** The side effect of one step type: an attempt, with inputs resolved and secrets filled in. It gives what the step returned. */
export type Activity = (request: StepRequest, context: StepContext, equipment: Equipment) => Promise<Json | undefined>

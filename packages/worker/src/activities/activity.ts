import type { Json, JsonObject, StepFailure, StepRequest, StepResult } from '@odp/dsl/plan'
import type { ResultCache } from '../cache/result-cache.js'
import type { LlmClient } from '../llm/llm-client.js'
import type { PayloadStore } from '../payload-store/payload-store.js'
import type { InstalledCatalog } from './installed-catalog.js'

/**
 * What an activity may use while it works.
 *
 * @example
 * ```ts
 * import type { StepContext } from '@odp/worker'
 *
 * const report = ({ heartbeat, attempt }: StepContext) => heartbeat({ attempt })
 * ```
 */
export interface StepContext {
  /** Aborted when the step is cancelled or over its time. */
  readonly signal: AbortSignal
  heartbeat(details?: Json): void
  /** Adds to the cost units of the attempt. */
  charge?(cost_units: number): void
  readonly execution_id: string
  /** Counts from 1. */
  readonly attempt: number
}

/**
 * What a worker is equipped with.
 *
 * @example
 * ```ts
 * import type { Activity, Equipment } from '@odp/worker'
 *
 * const folder = ({ output_directory }: Equipment) => output_directory
 * const where: Activity = async (_request, _context, equipment) => ({ folder: folder(equipment) })
 * ```
 */
export interface Equipment {
  readonly catalog: InstalledCatalog
  /** Gives a secret by name. */
  secret(name: string): string | undefined
  /** Folder for the files of output steps; each execution gets one of its own inside. */
  readonly output_directory: string
  /** Where outputs lie of which later steps read only a part. Absent: all of them go into the history. */
  readonly payload_store?: PayloadStore
  /** Where results are kept for steps that have a cache. Absent: nowhere. */
  readonly cache?: ResultCache
  /** Asks language models. Absent: there are none. */
  readonly llm?: LlmClient
}

/**
 * The side effect of one step type: an attempt, with inputs resolved and secrets filled in. It gives what the step returned.
 *
 * @example
 * ```ts
 * import type { Activity } from '@odp/worker'
 *
 * const echo: Activity = async ({ inputs }) => inputs
 * ```
 */
export type Activity = (request: StepRequest, context: StepContext, equipment: Equipment) => Promise<Json | undefined>

/** Everything about the work of one step type. */
export interface StepActivity {
  readonly run: Activity
  /** Says what the outputs mean for the step, whether they come from real work or from a mock. It may throw the step's failure. */
  readonly judge?: (request: StepRequest, outputs: JsonObject) => StepResult
  /** Version of the code that does the work: kept results of another one are not taken. */
  readonly version?: (request: StepRequest, equipment: Equipment) => string | undefined
  /** Does the work of the items of a batch in one call; undefined where that cannot be done, then they are done one by one. */
  readonly runBatch?: (
    request: StepRequest,
    context: StepContext,
    equipment: Equipment,
  ) => Promise<readonly BatchAnswer[]> | undefined
}

/** What the work of one item of a batch gave. */
export type BatchAnswer =
  | { readonly kind: 'returned'; readonly value: Json | undefined }
  | { readonly kind: 'failed'; readonly failure: StepFailure }

import type { Json, JsonObject } from '../json/json.js'
import type { SecretHole } from '../template/secret-hole.js'

/**
 * What an activity receives: one attempt of one step, everything resolved except secrets.
 *
 * @example
 * ```ts
 * import type { StepRequest } from '@odp/dsl/plan'
 *
 * const request: StepRequest = { step: 'others[3].crawl', type: 'crawler', config: { method: 'spider' }, inputs: {} }
 * ```
 */
export interface StepRequest {
  /** Step id with its iteration, such as `others[3].crawl`. */
  readonly step: string
  readonly type: string
  /** Execution mode; absent for the default mode of the type. */
  readonly mode?: string
  /** Keys of the step's type, resolved. */
  readonly config?: JsonObject
  readonly inputs?: JsonObject
  /** Names of the declared outputs. */
  readonly outputs?: readonly string[]
  /** Places of `inputs` and `config` where a secret is put in by the activity. */
  readonly secrets?: readonly SecretHole[]
  /** How long a result may be taken from the cache, and what its key is made of instead of the inputs. */
  readonly cache?: { readonly ttl_seconds: number; readonly key?: Json }
  /** The workspace, where it matters: results are never shared between workspaces. */
  readonly workspace_id?: string
  /** Fields of the outputs that later steps read; absent when all may be read. */
  readonly reads?: readonly string[]
  /** Requests of the items of a batch, for a method that takes many at once; `inputs` is absent then. */
  readonly batch?: readonly BatchItem[]
  /** For a validation step: what the run has produced so far, by step id. */
  readonly subject?: JsonObject
}

/**
 * One item of a batch.
 *
 * @example
 * ```ts
 * import type { BatchItem } from '@odp/dsl/plan'
 *
 * const batch: BatchItem[] = [{ step: 'others[0].crawl', inputs: { name: 'ada' } }, { step: 'others[1].crawl' }]
 * ```
 */
export interface BatchItem {
  /** Step id with its iteration. */
  readonly step: string
  readonly inputs?: JsonObject
}

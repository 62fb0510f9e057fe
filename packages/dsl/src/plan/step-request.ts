import type { JsonObject } from '../json/json.js'
import type { SecretHole } from '../template/secret-hole.js'

/** What an activity receives: one attempt of one step, everything resolved except secrets. */
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
  /** For a validation step: what the run has produced so far, by step id. */
  readonly subject?: JsonObject
}

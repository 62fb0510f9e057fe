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
  /** Declared outputs with the names of their artifacts, resolved. */
  readonly outputs?: Readonly<Record<string, string>>
  /** Places of `inputs` and `config` where a secret is put in by the activity. */
  readonly secrets?: readonly SecretHole[]
  /** Whose execution it is; put in by the host. */
  readonly execution?: {
    readonly id: string
    readonly workspace_id: string
    readonly project_id: string
    readonly pipeline_id: string
  }
  /** For a validation step: what the run has produced so far, by step id. */
  readonly subject?: JsonObject
}

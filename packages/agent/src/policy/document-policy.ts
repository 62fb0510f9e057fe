import type { PlannerContext } from '../planner/planner-options.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'

/** What a document may have. Sessions of planners and tools for agents are held against the same. */
export interface DocumentPolicy {
  readonly modes: readonly ('safe' | 'brave')[]
  /** All without it. */
  readonly workspaces?: readonly string[] | undefined
  /** All without it. */
  readonly projects?: readonly string[] | undefined
  readonly webhook_hosts: readonly string[]
  readonly allow_code: boolean
  readonly allow_secrets: boolean
  /** No limit without it. */
  readonly most_gpus?: number | undefined
  /** No limit without it. */
  readonly most_parallel?: number | undefined
  /** What steps may name; without it the checker alone says what exists. */
  readonly permitted?: PlannerCatalog | undefined
}

export const DEFAULT_GPUS = 4
export const DEFAULT_PARALLEL = 100

/** What the session of a planner allows. */
export function sessionPolicy(context: PlannerContext, permitted: PlannerCatalog): DocumentPolicy {
  const { workspace_id, project_id, mode = 'safe', allowed_webhook_hosts = [] } = context
  return {
    modes: mode === 'safe' ? ['safe'] : ['safe', 'brave'],
    workspaces: [workspace_id],
    projects: [project_id],
    webhook_hosts: allowed_webhook_hosts,
    allow_code: false,
    allow_secrets: false,
    most_gpus: context.most_gpus ?? DEFAULT_GPUS,
    most_parallel: context.most_parallel ?? DEFAULT_PARALLEL,
    permitted,
  }
}

/**
 * What the caller allows, whatever a request says.
 *
 * @example
 * ```ts
 * import type { PlannerContext } from '@odp/agent'
 *
 * const context: PlannerContext = { workspace_id: 'acme', project_id: 'demo', budget_cost_units: 50 }
 * ```
 */
export interface PlannerContext {
  readonly workspace_id: string
  readonly project_id: string
  /** Default `safe`. */
  readonly mode?: 'safe' | 'brave'
  readonly role?: string
  /** Cost units that a draft may be expected to cost; no limit without it. */
  readonly budget_cost_units?: number
  /** Hosts that files may be sent to; none without it. */
  readonly allowed_webhook_hosts?: readonly string[]
  /** Most GPUs that a step may ask for. Default 4. */
  readonly most_gpus?: number
  /** Most CPUs that a step may ask for. Default 16. */
  readonly most_cpus?: number
  /** Most memory that a step may ask for, in GiB. Default 64. */
  readonly most_memory_gib?: number
  /** Most calls at a time that a loop or group may ask for. Default 100. */
  readonly most_parallel?: number
}

/**
 * How the typed planner plans.
 *
 * @example
 * ```ts
 * import type { PlannerOptions } from '@odp/agent'
 *
 * const options: PlannerOptions = { context: { workspace_id: 'acme', project_id: 'demo' } }
 * ```
 */
export interface PlannerOptions {
  readonly context: PlannerContext
  /** Leaves semantic types out of account (for comparison only). Default true. */
  readonly use_types?: boolean
}

/**
 * A resource that steps ask for.
 *
 * @example
 * ```ts
 * import type { ResourceName } from '@odp/dsl'
 *
 * const scarce: ResourceName = 'gpu'
 * ```
 */
export type ResourceName = 'cpu' | 'memory' | 'gpu'

export const RESOURCE_NAMES: readonly ResourceName[] = ['cpu', 'memory', 'gpu']

/**
 * How much of a resource there is: processors, bytes, or graphics processors.
 *
 * @example
 * ```ts
 * import type { ResourceAmount } from '@odp/dsl'
 *
 * const memory: ResourceAmount = { free: 2 * 1024 ** 3, total: 8 * 1024 ** 3 }
 * ```
 */
export interface ResourceAmount {
  readonly free: number
  readonly total: number
}

/**
 * What is free at the moment.
 *
 * @example
 * ```ts
 * import type { Availability } from '@odp/dsl'
 *
 * const availability: Availability = { of: (resource) => (resource === 'gpu' ? { free: 2, total: 10 } : undefined) }
 * ```
 */
export interface Availability {
  /** Undefined where nothing is known of the resource, which then is not checked. */
  of(resource: ResourceName): ResourceAmount | undefined
}

/**
 * Bounds of a workspace; what is absent has none.
 *
 * @example
 * ```ts
 * import type { QuotaLimits } from '@odp/dsl'
 *
 * const limits: QuotaLimits = { cpu: 8, memory: 16 * 1024 ** 3, cost_units: 500, parallel_steps: 20 }
 * ```
 */
export interface QuotaLimits {
  /** Processors that one step may ask for. */
  readonly cpu?: number
  /** Bytes that one step may ask for. */
  readonly memory?: number
  /** Graphics processors that one step may ask for. */
  readonly gpu?: number
  /** Cost units of one run. */
  readonly cost_units?: number
  /** Work steps of one run at once. */
  readonly parallel_steps?: number
}

/**
 * What workspaces may use.
 *
 * @example
 * ```ts
 * import type { Quota } from '@odp/dsl'
 *
 * const quota: Quota = { limit: (workspace_id) => (workspace_id === 'acme' ? { cost_units: 500 } : {}) }
 * ```
 */
export interface Quota {
  limit(workspace_id: string): QuotaLimits
}

/**
 * Which workspace may work in which project.
 *
 * @example
 * ```ts
 * import type { Access } from '@odp/dsl'
 *
 * const access: Access = { may: (workspace_id, project_id) => workspace_id === 'acme' && project_id === 'demo' }
 * ```
 */
export interface Access {
  may(workspace_id: string, project_id: string): boolean
}

/**
 * The ports of level 4 that concern resources; what is absent is not checked.
 *
 * @example
 * ```ts
 * import { type Resources, validatePipeline } from '@odp/dsl'
 *
 * const resources: Resources = { quota: { limit: () => ({ gpu: 1 }) } }
 * const isValid = (text: string) => validatePipeline(text, resources).valid
 * ```
 */
export interface Resources {
  readonly availability?: Availability
  readonly quota?: Quota
  readonly access?: Access
}

/** A resource that steps ask for. */
export type ResourceName = 'cpu' | 'memory' | 'gpu'

export const RESOURCE_NAMES: readonly ResourceName[] = ['cpu', 'memory', 'gpu']

/** How much of a resource there is: processors, bytes, or graphics processors. */
export interface ResourceAmount {
  readonly free: number
  readonly total: number
}

/** What is free at the moment. */
export interface Availability {
  /** Undefined where nothing is known of the resource, which then is not checked. */
  of(resource: ResourceName): ResourceAmount | undefined
}

/** Bounds of a workspace; what is absent has none. */
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

/** What workspaces may use. */
export interface Quota {
  limit(workspace_id: string): QuotaLimits
}

/** Which workspace may work in which project. */
export interface Access {
  may(workspace_id: string, project_id: string): boolean
}

/** The ports of level 4 that concern resources; what is absent is not checked. */
export interface Resources {
  readonly availability?: Availability
  readonly quota?: Quota
  readonly access?: Access
}

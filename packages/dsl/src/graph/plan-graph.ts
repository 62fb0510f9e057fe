import type { StepKind } from './step-kind.js'

/** A plan as a picture shows it, before anything is placed. Texts are clean and short; no format's escapes are in them. */
export interface PlanGraph {
  readonly title: string
  /** In document order. */
  readonly items: readonly GraphItem[]
  readonly edges: readonly GraphEdge[]
  /** The key of the node or frame of every step, by its id. */
  readonly step_keys: ReadonlyMap<string, string>
}

/** Something with a place: a step, or a frame around steps. */
export type GraphItem = GraphNode | GraphCluster

/** One step. */
export interface GraphNode {
  readonly is: 'node'
  /** Letters, digits and `_`; unique in the picture. */
  readonly key: string
  /** The step's id. */
  readonly title: string
  /** Type, and what of the catalog it runs. */
  readonly details: readonly string[]
  readonly kind: StepKind
  /** Whether it runs only when something activates it. */
  readonly on_demand: boolean
}

/** A frame: a loop, a group, a branch or the steps of a route. Never empty. */
export interface GraphCluster {
  readonly is: 'cluster'
  /** Letters, digits and `_`; unique in the picture. */
  readonly key: string
  readonly title: string
  readonly details: readonly string[]
  readonly on_demand: boolean
  readonly items: readonly GraphItem[]
}

/**
 * An arrow between nodes or clusters. `reads`: the target reads outputs of the source. `orders`: the target only waits.
 * `activates`: the source runs the target when the label holds.
 */
export interface GraphEdge {
  readonly from: string
  readonly to: string
  readonly kind: 'reads' | 'orders' | 'activates'
  readonly label: readonly string[]
}

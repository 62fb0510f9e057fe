/**
 * A node. Nodes of one `group` share a colour, nodes of one `kind` a shape; `size` is a weight, 0 or more.
 *
 * @example
 * ```ts
 * import type { GraphNode } from '@odp/worker'
 *
 * const node: GraphNode = { id: 'ada', label: 'Ada', kind: 'person', group: 1, size: 12 }
 * ```
 */
export interface GraphNode {
  id: string
  label: string
  group?: number | string
  size?: number
  kind?: string
}

/**
 * A link between two nodes, named by id. `weight` is 0 or more, default 1.
 *
 * @example
 * ```ts
 * import type { GraphEdge } from '@odp/worker'
 *
 * const edge: GraphEdge = { source: 'ada', target: 'bob', weight: 3 }
 * ```
 */
export interface GraphEdge {
  source: string
  target: string
  weight?: number
}

/**
 * A network as plain JSON. Links have no direction in the drawing.
 *
 * @example
 * ```ts
 * import type { GraphData } from '@odp/worker'
 *
 * const graph: GraphData = {
 *   nodes: [{ id: 'a', label: 'Ada' }, { id: 'b', label: 'Bob' }], edges: [{ source: 'a', target: 'b' }],
 * }
 * ```
 */
export interface GraphData {
  nodes: GraphNode[]
  edges: GraphEdge[]
  /** How many nodes exist beyond those listed; set when a network is too large to be drawn whole. */
  omitted_nodes?: number
}

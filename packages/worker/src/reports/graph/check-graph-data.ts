import { ReportError } from '../document/report-error.js'
import { type Fields, own, present, ValueReader } from '../document/value-reader.js'
import type { GraphData, GraphEdge, GraphNode } from './graph-data.js'

/** The largest network that is drawn; of a larger one the heaviest nodes are kept. */
const GRAPH_LIMITS = { nodes: 1500, edges: 8000, read: 200_000, id: 300, label: 80 } as const

/**
 * Makes sure that an untrusted value is a network, cuts it to what can be drawn, and cleans its texts.
 *
 * @throws ReportError listing every problem with its path
 * @example
 * const graph = checkGraphData(await method(inputs))
 */
export function checkGraphData(value: unknown): GraphData {
  const reader = new ValueReader()
  const graph = readGraphData(reader, value, 'graph')
  if (reader.problems.length > 0) throw new ReportError('graph', reader.problems)
  return graph
}

/** Whether a value has the outline of a network: lists of nodes with ids and of edges with source and target. */
export function looksLikeGraph(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const nodes = own(value as Fields, 'nodes')
  const edges = own(value as Fields, 'edges')
  if (!Array.isArray(nodes) || !Array.isArray(edges)) return false
  const has = (item: unknown, ...keys: string[]) =>
    typeof item === 'object' && item !== null && keys.every((key) => Object.hasOwn(item, key))
  return nodes.every((node) => has(node, 'id')) && edges.every((edge) => has(edge, 'source', 'target'))
}

/** As checkGraphData, with the problems left in the reader. */
export function readGraphData(reader: ValueReader, value: unknown, path: string): GraphData {
  const fields = reader.object(value, path)
  if (fields === undefined) return { nodes: [], edges: [] }
  const before = reader.list(fields, 'nodes', path, GRAPH_LIMITS.read, true)
  const nodes = new Map<string, GraphNode>()
  before.items.forEach((item, index) => {
    const node = readNode(reader, item, `${path}.nodes[${index}]`)
    if (node === undefined) return
    if (nodes.has(node.id))
      reader.problems.push(`${path}.nodes[${index}].id: '${node.id}' is used twice; ids are unique`)
    nodes.set(node.id, node)
  })
  const edges: GraphEdge[] = []
  reader.list(fields, 'edges', path, GRAPH_LIMITS.read, true).items.forEach((item, index) => {
    const edge = readEdge(reader, item, `${path}.edges[${index}]`)
    if (edge === undefined) return
    for (const end of ['source', 'target'] as const) {
      if (!nodes.has(edge[end]) && before.cut === 0) {
        reader.problems.push(`${path}.edges[${index}].${end}: no node has the id '${edge[end]}'`)
      }
    }
    if (nodes.has(edge.source) && nodes.has(edge.target)) edges.push(edge)
  })
  const omitted = before.cut + (reader.optionalNumber(fields, 'omitted_nodes', path, 0) ?? 0)
  return cutGraph({ nodes: [...nodes.values()], edges }, omitted)
}

function cutGraph(graph: GraphData, omittedBefore: number): GraphData {
  const degree = new Map<string, number>()
  for (const { source, target } of graph.edges) {
    degree.set(source, (degree.get(source) ?? 0) + 1)
    degree.set(target, (degree.get(target) ?? 0) + 1)
  }
  const weight = (node: GraphNode) => (node.size ?? 0) * 1000 + (degree.get(node.id) ?? 0)
  const nodes =
    graph.nodes.length > GRAPH_LIMITS.nodes
      ? [...graph.nodes].sort((a, b) => weight(b) - weight(a)).slice(0, GRAPH_LIMITS.nodes)
      : graph.nodes
  const kept = new Set(nodes.map((node) => node.id))
  const inside = graph.edges.filter((edge) => kept.has(edge.source) && kept.has(edge.target))
  const edges =
    inside.length > GRAPH_LIMITS.edges
      ? [...inside].sort((a, b) => (b.weight ?? 1) - (a.weight ?? 1)).slice(0, GRAPH_LIMITS.edges)
      : inside
  const omitted = omittedBefore + graph.nodes.length - nodes.length
  return omitted > 0 ? { nodes, edges, omitted_nodes: omitted } : { nodes, edges }
}

function readNode(reader: ValueReader, item: unknown, path: string): GraphNode | undefined {
  const fields = reader.object(item, path)
  if (fields === undefined) return undefined
  const id = reader.line(fields, 'id', path, GRAPH_LIMITS.id)
  const group = own(fields, 'group')
  return present<GraphNode>({
    id,
    label: reader.optionalLine(fields, 'label', path, GRAPH_LIMITS.label) || id,
    group: typeof group === 'number' ? group : reader.optionalLine(fields, 'group', path, GRAPH_LIMITS.label),
    size: reader.optionalNumber(fields, 'size', path, 0),
    kind: reader.optionalLine(fields, 'kind', path, GRAPH_LIMITS.label),
  })
}

function readEdge(reader: ValueReader, item: unknown, path: string): GraphEdge | undefined {
  const fields = reader.object(item, path)
  if (fields === undefined) return undefined
  return present<GraphEdge>({
    source: reader.line(fields, 'source', path, GRAPH_LIMITS.id),
    target: reader.line(fields, 'target', path, GRAPH_LIMITS.id),
    weight: reader.optionalNumber(fields, 'weight', path, 0),
  })
}

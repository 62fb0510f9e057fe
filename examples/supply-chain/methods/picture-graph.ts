import type { MaintainerGraph } from './maintainer-graph.ts'

const SMALLEST_PIECE = 4

/** The part of a network that a page can show: the first nodes, without small pieces apart from the rest. */
export function pictureGraph(graph: MaintainerGraph['graph'], most: number): MaintainerGraph['picture'] {
  const chosen = new Set(graph.nodes.slice(0, most).map((each) => each.id))
  const edges = graph.edges.filter((each) => chosen.has(each.source) && chosen.has(each.target))
  const neighbours = new Map<string, string[]>()
  for (const { source, target } of edges) {
    neighbours.set(source, [...(neighbours.get(source) ?? []), target])
    neighbours.set(target, [...(neighbours.get(target) ?? []), source])
  }
  const shown = new Set<string>()
  const seen = new Set<string>()
  for (const start of neighbours.keys()) {
    const piece: string[] = []
    const waiting = [start]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      piece.push(at)
      waiting.push(...(neighbours.get(at) ?? []))
    }
    if (piece.length >= SMALLEST_PIECE) for (const id of piece) shown.add(id)
  }
  const nodes = graph.nodes.filter((each) => shown.has(each.id))
  return {
    nodes,
    edges: edges.filter((each) => shown.has(each.source)),
    omitted_nodes: graph.nodes.length - nodes.length,
  }
}

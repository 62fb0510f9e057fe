import { MultiUndirectedGraph } from 'graphology'
import { write } from 'graphology-gexf'
import { cleanLine } from '../document/clean-text.js'
import { checkGraphData } from './check-graph-data.js'
import type { GraphData } from './graph-data.js'
import { layoutGraph } from './layout-graph.js'
import { groupColours, nodeColour } from './palette.js'

/** `title` is written as the file's description; `seed` as for the drawing, so that both show the same arrangement. */
export interface GexfOptions {
  title?: string
  seed?: number
}

/**
 * Writes a network as GEXF, the format of Gephi, with places, sizes and colours as in the drawing, and `group`, `kind` and `weight` as
 * attributes. Links between the same two nodes stay apart.
 *
 * @throws ReportError when the graph is malformed
 * @example
 * await writeFile('network.gexf', renderGexf(graph))
 */
export function renderGexf(graph: GraphData, options: GexfOptions = {}): string {
  const data = checkGraphData(graph)
  const layout = layoutGraph(data, { seed: options.seed ?? 1 })
  const groups = groupColours(data.nodes)
  const target = new MultiUndirectedGraph({ allowSelfLoops: true })
  target.setAttribute('creator', 'ODP')
  if (options.title !== undefined) target.setAttribute('description', cleanLine(options.title, 160))
  data.nodes.forEach((node, position) => {
    target.addNode(node.id, { node, place: layout.nodes[position] })
  })
  data.edges.forEach(({ source, target: end, weight }, position) => {
    target.addEdgeWithKey(String(position), source, end, { weight: weight ?? 1 })
  })
  return write(target, {
    formatNode: (_key, { node, place }) => ({
      label: node.label,
      attributes: {
        ...(node.group === undefined ? {} : { group: String(node.group) }),
        ...(node.kind === undefined ? {} : { kind: node.kind }),
        ...(node.size === undefined ? {} : { weight: node.size }),
      },
      viz: {
        color: nodeColour(node, groups),
        size: round(place?.radius ?? 1),
        x: round(place?.x ?? 0),
        // Gephi's y axis points up.
        y: round(-(place?.y ?? 0)),
      },
    }),
    formatEdge: (_key, { weight }) => ({ weight }),
  })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

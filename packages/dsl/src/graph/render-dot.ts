import type { GraphCluster, GraphEdge, GraphItem, GraphNode, PlanGraph } from './plan-graph.js'
import { KIND_COLORS } from './step-kind.js'

const LEGEND = 'solid: reads, dashed: only waits, dotted: activates, dashed outline: runs only when activated'

const EDGE_STYLES: Readonly<Record<GraphEdge['kind'], string>> = {
  reads: 'style=solid, color="#444444"',
  orders: 'style=dashed, color="#8a8a8a"',
  activates: 'style=dotted, penwidth=1.8, color="#8f4324", fontcolor="#8f4324"',
}

/** Writes a graph in the DOT language of Graphviz. */
export function renderDot(graph: PlanGraph): string {
  const lines = [
    'digraph pipeline {',
    `  graph [compound=true, rankdir=TB, nodesep=0.3, ranksep=0.5, pad=0.3, bgcolor="#ffffff", fontname="Helvetica", fontsize=9, fontcolor="#555555", labelloc=b, label=${label([LEGEND])}]`,
    '  node [shape=box, fontname="Helvetica", fontsize=11, margin="0.25,0.08", penwidth=1.2]',
    '  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7]',
    // The picture's own label is the legend; its title is that of a frame without a line.
    '  subgraph "clusterpipeline" {',
    `    graph [peripheries=0, fontsize=16, fontcolor="#222222", labelloc=t, label=${label([graph.title])}]`,
    ...graph.items.flatMap((item) => itemLines(item, '    ')),
    '  }',
  ]
  const clusters = new Map(allClusters(graph.items).map((cluster) => [cluster.key, cluster]))
  for (const edge of graph.edges) lines.push(edgeLine(edge, clusters))
  return `${lines.join('\n')}\n}\n`
}

function itemLines(item: GraphItem, indent: string): string[] {
  if (item.is === 'node') return [`${indent}${quote(item.key)} [${nodeAttributes(item)}]`]
  const style = item.on_demand ? 'filled,rounded,dashed' : 'filled,rounded'
  return [
    `${indent}subgraph ${quote(clusterName(item))} {`,
    `${indent}  graph [style=${quote(style)}, color="#9a9a9a", fillcolor="#fafafa", peripheries=1, penwidth=1.2, margin=12, labelloc=t, labeljust=l, fontsize=11, fontcolor="#222222", label=${label(
      [item.title, ...item.details].map((line) => `${padded(line)}    `),
      '\\l',
    )}]`,
    ...item.items.flatMap((inner) => itemLines(inner, `${indent}  `)),
    `${indent}}`,
  ]
}

function nodeAttributes(node: GraphNode): string {
  const { fill, line } = KIND_COLORS[node.kind]
  const control = node.kind === 'control'
  const styles = ['filled', ...(control ? [] : ['rounded']), ...(node.on_demand ? ['dashed'] : [])]
  return [
    ...(control ? ['shape=hexagon', 'margin="0.05,0.05"'] : []),
    `style=${quote(styles.join(','))}`,
    `color=${quote(line)}`,
    `fillcolor=${quote(fill)}`,
    `label=${label([node.title, ...node.details])}`,
  ].join(', ')
}

/** An arrow at a frame goes to its first step, or from its last one, and is cut at the frame: Graphviz joins nodes only. */
function edgeLine(edge: GraphEdge, clusters: ReadonlyMap<string, GraphCluster>): string {
  const from = clusters.get(edge.from)
  const to = clusters.get(edge.to)
  const attributes = [
    EDGE_STYLES[edge.kind],
    ...(edge.label.length === 0 ? [] : [`label=${label(edge.label.map(padded))}`]),
    ...(from === undefined ? [] : [`ltail=${quote(clusterName(from))}`]),
    ...(to === undefined ? [] : [`lhead=${quote(clusterName(to))}`]),
  ]
  const tail = from === undefined ? edge.from : nodeKey(from, -1)
  const head = to === undefined ? edge.to : nodeKey(to, 0)
  return `  ${quote(tail)} -> ${quote(head)} [${attributes.join(', ')}]`
}

function nodeKey(cluster: GraphCluster, at: 0 | -1): string {
  const item = cluster.items.at(at)
  if (item === undefined) return cluster.key
  return item.is === 'node' ? item.key : nodeKey(item, at)
}

function allClusters(items: readonly GraphItem[]): GraphCluster[] {
  return items.flatMap((item) => (item.is === 'node' ? [] : [item, ...allClusters(item.items)]))
}

function clusterName(cluster: GraphCluster): string {
  return `cluster_${cluster.key}`
}

function label(lines: readonly string[], end: '\\n' | '\\l' = '\\n'): string {
  return quote(
    lines
      .map((line) => `${escaped(line)}${end}`)
      .join('')
      .replace(/\\n$/, ''),
  )
}

/** Room for a font that is wider than the one Graphviz reckons with. */
function padded(line: string): string {
  return `  ${line}  `
}

/** The text must be escaped, or hold letters, digits, `_`, `#` and commas only. */
function quote(text: string): string {
  return `"${text}"`
}

/** Besides the quotes, Graphviz expands a backslash with a letter, and entities such as `&lt;`. */
function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('&', '&amp;')
}

import type { GraphData } from './graph-data.js'
import { type Layout, layoutGraph } from './layout-graph.js'
import { groupColours, NEUTRAL, nodeColour } from './palette.js'
import { type PlacedLabel, placeLabels } from './place-labels.js'

/** Shapes tell the kinds of nodes apart. */
export type NodeShape = 'circle' | 'square' | 'diamond' | 'triangle'

/** Everything to draw, in back-to-front order, in one unit; SVG and PDF paint the same scene. */
export interface GraphScene {
  width: number
  height: number
  lines: { x1: number; y1: number; x2: number; y2: number; width: number; colour: string; opacity: number }[]
  shapes: { x: number; y: number; radius: number; shape: NodeShape; colour: string; label: string }[]
  labels: PlacedLabel[]
  legend: { text: string; shape: NodeShape; colour: string }[]
  /** What the reader must know: how much was left out. */
  notes: string[]
}

/** How a scene is made; `measure` gives the width of a text at a size. */
export interface SceneOptions {
  width: number
  height: number
  seed?: number
  /** The most labels, and their smallest and largest size. */
  labels: { most: number; smallest: number; largest: number }
  measure: (text: string, size: number) => number
  /** Words for groups, by group. */
  legend?: Readonly<Record<string, string>>
}

const SHAPES: readonly NodeShape[] = ['circle', 'square', 'diamond', 'triangle']

/** Lays a network out and decides colours, shapes, labels and legend. */
export function composeGraphScene(graph: GraphData, options: SceneOptions): GraphScene {
  const { width, height } = options
  const margin = options.labels.largest * 1.5
  const layout = layoutGraph(graph, { seed: options.seed ?? 1, width: width - margin * 2, height: height - margin * 2 })
  const places = layout.nodes.map((node) => ({ ...node, x: node.x + margin, y: node.y + margin }))
  const groups = groupColours(graph.nodes)
  const kinds = [...new Set(graph.nodes.flatMap((node) => node.kind ?? []))]
  const shapeOf = (kind: string | undefined): NodeShape =>
    kind === undefined ? 'circle' : (SHAPES[kinds.indexOf(kind)] ?? 'circle')
  const shapes = graph.nodes.map((node, position) => {
    const { x, y, radius } = places[position] ?? { x: 0, y: 0, radius: 0 }
    return {
      x,
      y,
      radius,
      shape: shapeOf(node.kind),
      colour: nodeColour(node, groups),
      label: node.label,
    }
  })
  return {
    width,
    height,
    lines: drawLinks({ ...layout, nodes: places }, shapes),
    shapes: [...shapes].sort((a, b) => b.radius - a.radius),
    labels: placeLabels(shapes, importance(layout), options),
    legend: legendOf(groups, kinds, shapeOf, options.legend ?? {}),
    notes: (graph.omitted_nodes ?? 0) > 0 ? [`… and ${graph.omitted_nodes} more nodes that are not drawn`] : [],
  }
}

function drawLinks(layout: Layout, shapes: GraphScene['shapes']): GraphScene['lines'] {
  const heaviest = layout.links.reduce((most, link) => Math.max(most, link.weight), 0)
  const unit = Math.min(layout.width, layout.height) / 1000
  const opacity = Math.min(0.5, Math.max(0.16, 9 / Math.sqrt(layout.links.length + 1)))
  return layout.links.flatMap(({ a, b, weight }) => {
    const from = shapes[a]
    const to = shapes[b]
    if (from === undefined || to === undefined) return []
    const share = heaviest > 0 ? weight / heaviest : 0
    const colour = from.colour === to.colour ? from.colour : '#8795A1'
    return [
      { x1: from.x, y1: from.y, x2: to.x, y2: to.y, width: unit * (0.9 + 2.6 * Math.sqrt(share)), colour, opacity },
    ]
  })
}

/** Positions of nodes, the most important first: the largest, then the best connected. */
function importance(layout: Layout): number[] {
  const degrees = new Map<number, number>()
  for (const { a, b } of layout.links) {
    degrees.set(a, (degrees.get(a) ?? 0) + 1)
    degrees.set(b, (degrees.get(b) ?? 0) + 1)
  }
  const radius = (position: number) => layout.nodes[position]?.radius ?? 0
  return layout.nodes
    .map((_, position) => position)
    .sort((a, b) => radius(b) - radius(a) || (degrees.get(b) ?? 0) - (degrees.get(a) ?? 0) || a - b)
}

function legendOf(
  groups: ReturnType<typeof groupColours>,
  kinds: readonly string[],
  shapeOf: (kind: string) => NodeShape,
  words: Readonly<Record<string, string>>,
): GraphScene['legend'] {
  const coloured = groups.filter(({ colour }) => colour !== NEUTRAL)
  const others = groups.length - coloured.length
  const name = (group: string) =>
    (Object.hasOwn(words, group) ? words[group] : undefined) ?? (/^\d+$/.test(group) ? `Group ${group}` : group)
  // Shapes come first: of many colours the last ones may find no room.
  return [
    ...(kinds.length > 1
      ? kinds.slice(0, SHAPES.length).map((kind) => ({ text: kind, shape: shapeOf(kind), colour: '#5B6875' }))
      : []),
    ...coloured.map(({ group, colour, count }) => ({
      text: `${name(group)} (${count})`,
      shape: 'circle' as const,
      colour,
    })),
    ...(others > 0 ? [{ text: `${others} smaller groups`, shape: 'circle' as const, colour: NEUTRAL }] : []),
  ]
}

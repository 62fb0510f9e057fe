import type { GraphData } from './graph-data.js'
import { layoutComponent } from './layout-component.js'
import { boundsOf, packComponents } from './pack-components.js'
import type { Placed } from './placed-node.js'
import { relaxOverlaps } from './relax-overlaps.js'
import { seededRandom } from './seeded-random.js'
import { joinLinks, type Link, splitComponents } from './split-components.js'

/** A node with its place and radius. */
export interface LayoutNode extends Placed {
  id: string
}

/** Where everything stands, in the units of `width` and `height`, origin at the top left. */
export interface Layout {
  width: number
  height: number
  /** In the order of the graph's nodes. */
  nodes: LayoutNode[]
  /** Links by position in `nodes`, each pair once, without loops. */
  links: Link[]
}

/** `seed` picks the start positions (default 1); `width` and `height` the box to fill (default 1600 × 1000). */
export interface LayoutOptions {
  seed?: number
  width?: number
  height?: number
}

/**
 * Places a network: the same graph and seed always give the same places. Circles never overlap, parts without a connection stand next
 * to each other. The radius grows with the square root of a node's `size` (with its number of links where no node has a size).
 *
 * @example
 * const { nodes } = layoutGraph(graph, { seed: 7, width: 800, height: 600 })
 */
export function layoutGraph(graph: GraphData, options: LayoutOptions = {}): Layout {
  const { seed = 1, width = 1600, height = 1000 } = options
  const index = new Map(graph.nodes.map((node, position) => [node.id, position]))
  const links = joinLinks(index, graph.edges)
  const radii = nodeRadii(graph, links, width, height)
  const nodes = graph.nodes.map(
    (node, position): LayoutNode => ({ id: node.id, x: 0, y: 0, radius: radii[position] ?? 1 }),
  )
  const gap = radii.reduce((sum, radius) => sum + radius, 0) / Math.max(radii.length, 1)
  const random = seededRandom(seed)
  const linksOf = new Map<number, Link[]>()
  const components = splitComponents(nodes.length, links)
  const componentOf = new Map(
    components.flatMap((component, part) => component.map((member) => [member, part] as const)),
  )
  for (const link of links) {
    const part = componentOf.get(link.a) ?? 0
    const known = linksOf.get(part)
    if (known === undefined) linksOf.set(part, [link])
    else known.push(link)
  }
  const parts = components.map((component, part) => {
    layoutComponent(component, nodes, linksOf.get(part) ?? [], random)
    const members = component.flatMap((member) => nodes[member] ?? [])
    if (members.length > 2) {
      spreadTo(members, (width * height * 0.8 * members.length) / nodes.length)
      relaxOverlaps(members, gap)
    }
    return members
  })
  packComponents(parts, gap * 2.5, width / height)
  fitInto(nodes, width, height)
  return { width, height, nodes, links }
}

function nodeRadii(graph: GraphData, links: readonly Link[], width: number, height: number): number[] {
  const degrees = new Array<number>(graph.nodes.length).fill(0)
  for (const { a, b } of links) {
    degrees[a] = (degrees[a] ?? 0) + 1
    degrees[b] = (degrees[b] ?? 0) + 1
  }
  const sized = graph.nodes.some((node) => node.size !== undefined)
  const weights = graph.nodes.map((node, position) => (sized ? (node.size ?? 0) : (degrees[position] ?? 0)))
  const heaviest = weights.reduce((most, weight) => Math.max(most, weight), 0)
  const side = Math.min(width, height)
  const largest = Math.min(Math.sqrt((width * height) / Math.max(graph.nodes.length, 1)) * 0.3, side * 0.04)
  const smallest = largest * 0.3
  return weights.map((weight) => smallest + (largest - smallest) * (heaviest > 0 ? Math.sqrt(weight / heaviest) : 0.4))
}

function spreadTo(nodes: readonly Placed[], area: number): void {
  const box = boundsOf(nodes.map((node) => ({ ...node, radius: 0 })))
  const extent = Math.max((box.right - box.left) * (box.bottom - box.top), (box.right - box.left) ** 2 / 4, 1e-9)
  const scale = Math.sqrt(area / extent)
  for (const node of nodes) {
    node.x *= scale
    node.y *= scale
  }
}

function fitInto(nodes: readonly Placed[], width: number, height: number): void {
  if (nodes.length === 0) return
  const box = boundsOf(nodes)
  const scaleX = width / Math.max(box.right - box.left, 1e-9)
  const scaleY = height / Math.max(box.bottom - box.top, 1e-9)
  // Shrinking takes the circles along, so they stay apart; growing does not need to. The slack axis is stretched a little to fill the box.
  const scale = Math.min(scaleX, scaleY, 1.5)
  const stretchX = Math.min(scaleX, scale * 1.45, 2)
  const stretchY = Math.min(scaleY, scale * 1.45, 2)
  const shrink = Math.min(scale, 1)
  const centreX = (box.left + box.right) / 2
  const centreY = (box.top + box.bottom) / 2
  for (const node of nodes) {
    node.x = width / 2 + (node.x - centreX) * stretchX
    node.y = height / 2 + (node.y - centreY) * stretchY
    node.radius *= shrink
  }
}

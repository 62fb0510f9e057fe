import { UndirectedGraph } from 'graphology'
import forceAtlas2Module from 'graphology-layout-forceatlas2'
import type { Placed } from './placed-node.js'
import type { Link } from './split-components.js'

// The package is CommonJS whose export is the function itself; its types describe an ES module.
const forceAtlas2 = forceAtlas2Module as unknown as typeof forceAtlas2Module.default

/** Places one connected part, in place, by ForceAtlas2 from seeded start positions, its longer axis lying flat. */
export function layoutComponent(
  members: readonly number[],
  nodes: readonly Placed[],
  links: readonly Link[],
  random: () => number,
): void {
  if (members.length <= 2) {
    members.forEach((member, order) => {
      const node = nodes[member]
      const first = nodes[members[0] ?? 0]
      if (node === undefined || first === undefined) return
      node.x = order * (first.radius + node.radius) * 2
      node.y = 0
    })
    return
  }
  const graph = new UndirectedGraph()
  const spread = Math.sqrt(members.length) * 10
  for (const member of members) {
    const angle = random() * Math.PI * 2
    const distance = Math.sqrt(random()) * spread
    graph.addNode(member, { x: Math.cos(angle) * distance, y: Math.sin(angle) * distance })
  }
  const heaviest = links.reduce((most, link) => Math.max(most, link.weight), 0)
  for (const { a, b, weight } of links) {
    // The weight is damped: one very heavy link would pull its two nodes onto one spot.
    if (graph.hasNode(a)) graph.addEdge(a, b, { weight: 0.5 + Math.sqrt(heaviest > 0 ? weight / heaviest : 1) })
  }
  const order = members.length
  const places = forceAtlas2(graph, {
    iterations: order > 800 ? 200 : 400,
    getEdgeWeight: 'weight',
    // Measured on planted communities: attraction that grows with distance keeps them apart, strong gravity keeps long chains short.
    settings: {
      strongGravityMode: true,
      gravity: 0.05,
      scalingRatio: 10,
      slowDown: 2,
      barnesHutOptimize: order > 300,
      barnesHutTheta: 0.7,
    },
  })
  for (const member of members) {
    const node = nodes[member]
    const place = places[String(member)]
    if (node === undefined || place === undefined) continue
    node.x = Number.isFinite(place.x) ? place.x : 0
    node.y = Number.isFinite(place.y) ? place.y : 0
  }
  layFlat(members.flatMap((member) => nodes[member] ?? []))
}

/** Turns the points so that their longest extent is horizontal: pages and screens are wider than high. */
function layFlat(nodes: readonly Placed[]): void {
  const centre = { x: mean(nodes.map((node) => node.x)), y: mean(nodes.map((node) => node.y)) }
  let xx = 0
  let yy = 0
  let xy = 0
  for (const node of nodes) {
    const dx = node.x - centre.x
    const dy = node.y - centre.y
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const angle = Math.atan2(2 * xy, xx - yy) / 2
  const cosine = Math.cos(-angle)
  const sine = Math.sin(-angle)
  for (const node of nodes) {
    const dx = node.x - centre.x
    const dy = node.y - centre.y
    node.x = dx * cosine - dy * sine
    node.y = dx * sine + dy * cosine
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
}

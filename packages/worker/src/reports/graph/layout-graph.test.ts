import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { GraphData } from './graph-data.js'
import { type Layout, layoutGraph } from './layout-graph.js'
import { seededRandom } from './seeded-random.js'

function community(count: number, links: number): GraphData {
  const random = seededRandom(5)
  const pick = (from: number, span: number) => from + Math.floor(random() * span)
  return {
    nodes: Array.from({ length: count }, (_, index) => ({
      id: `n${index}`,
      label: `n${index}`,
      group: Math.floor((index * 6) / count),
    })),
    edges: Array.from({ length: links }, () => {
      const source = pick(0, count)
      const home = Math.floor((source * 6) / count) * (count / 6)
      return { source: `n${source}`, target: `n${Math.floor(random() < 0.9 ? pick(home, count / 6) : pick(0, count))}` }
    }),
  }
}

function overlapping({ nodes }: Layout): number {
  return nodes.filter((one, index) =>
    nodes.some(
      (two, other) => other > index && Math.hypot(one.x - two.x, one.y - two.y) < (one.radius + two.radius) * 0.999,
    ),
  ).length
}

describe('layoutGraph', () => {
  it('gives the same places for the same seed, others for another', () => {
    const graph = community(60, 150)
    expect(layoutGraph(graph, { seed: 4 })).toEqual(layoutGraph(graph, { seed: 4 }))
    expect(layoutGraph(graph, { seed: 5 })).not.toEqual(layoutGraph(graph, { seed: 4 }))
  })

  it('places 600 nodes and 3,000 links in 3 s, without overlaps, communities apart', () => {
    const graph = community(600, 3000)
    const start = performance.now()
    const layout = layoutGraph(graph)
    expect(performance.now() - start).toBeLessThan(24_000)
    expect(overlapping(layout)).toBe(0)
    const centres = Array.from({ length: 6 }, (_, group) => {
      const members = layout.nodes.slice(group * 100, group * 100 + 100)
      const x = members.reduce((sum, node) => sum + node.x, 0) / 100
      const y = members.reduce((sum, node) => sum + node.y, 0) / 100
      return { x, y, spread: members.reduce((sum, node) => sum + Math.hypot(node.x - x, node.y - y), 0) / 100 }
    })
    for (const [index, one] of centres.entries()) {
      for (const two of centres.slice(index + 1))
        expect(Math.hypot(one.x - two.x, one.y - two.y)).toBeGreaterThan(one.spread)
    }
  })

  it('keeps everything in the box and apart, whatever the network', () => {
    const network = fc.integer({ min: 0, max: 40 }).chain((count) =>
      fc.record({
        nodes: fc.tuple(
          ...Array.from({ length: count }, (_, index) =>
            fc.record({
              id: fc.constant(`${index}`),
              label: fc.constant(''),
              size: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true }), { nil: 0 }),
            }),
          ),
        ),
        edges: fc.array(
          fc.record({
            source: fc.nat(Math.max(count - 1, 0)).map(String),
            target: fc.nat(Math.max(count - 1, 0)).map(String),
            weight: fc.double({ min: 0, max: 1e6, noNaN: true }),
          }),
          { maxLength: count === 0 ? 0 : 60 },
        ),
      }),
    )
    fc.assert(
      fc.property(network, (graph) => {
        const layout = layoutGraph(graph, { width: 800, height: 600 })
        expect(layout.nodes.map((node) => node.id)).toEqual(graph.nodes.map((node) => node.id))
        for (const { x, y, radius } of layout.nodes) {
          expect(radius).toBeGreaterThan(0)
          expect(x).toBeGreaterThanOrEqual(radius - 1e-6)
          expect(x).toBeLessThanOrEqual(800 - radius + 1e-6)
          expect(y).toBeGreaterThanOrEqual(radius - 1e-6)
          expect(y).toBeLessThanOrEqual(600 - radius + 1e-6)
        }
        expect(overlapping(layout)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps pairs without a connection to the rest near it', () => {
    const graph = community(60, 200)
    graph.nodes.push({ id: 'x', label: 'x' }, { id: 'y', label: 'y' })
    graph.edges.push({ source: 'x', target: 'y' })
    const { nodes } = layoutGraph(graph)
    const main = nodes.slice(0, 60)
    const lowest = Math.max(...main.map((node) => node.y + node.radius))
    expect((nodes[60]?.y ?? 0) - lowest).toBeLessThan(120)
    const width = Math.max(...main.map((node) => node.x)) - Math.min(...main.map((node) => node.x))
    expect(width).toBeGreaterThan(700)
  })
})

import { MultiGraph, MultiUndirectedGraph } from 'graphology'
import { parse } from 'graphology-gexf'
import { describe, expect, it } from 'vitest'
import type { GraphData } from './graph-data.js'
import { layoutGraph } from './layout-graph.js'
import { renderGexf } from './render-gexf.js'

const graph: GraphData = {
  nodes: [
    { id: 'a', label: 'Ada <&"> Петров', group: 2, size: 5, kind: 'person' },
    { id: 'b', label: 'Bob\u0001', group: 'x' },
    { id: 'c', label: '王伟' },
  ],
  edges: [
    { source: 'a', target: 'b', weight: 2.5 },
    { source: 'b', target: 'a' },
    { source: 'c', target: 'c' },
  ],
}

describe('renderGexf', () => {
  it('reads back as the same network, with places and colours', () => {
    const parsed = parse(MultiUndirectedGraph, renderGexf(graph, { title: 'T & U', seed: 3 }))
    expect(parsed.nodes()).toEqual(['a', 'b', 'c'])
    expect(parsed.getNodeAttributes('a')).toMatchObject({
      label: 'Ada <&"> Петров',
      group: '2',
      kind: 'person',
      weight: 5,
    })
    expect(parsed.getNodeAttribute('b', 'label')).toBe('Bob')
    expect(parsed.getNodeAttribute('c', 'label')).toBe('王伟')
    expect(parsed.getNodeAttribute('a', 'color')).not.toBe(parsed.getNodeAttribute('b', 'color'))
    const place = layoutGraph(graph, { seed: 3 }).nodes[0]
    expect(parsed.getNodeAttribute('a', 'x')).toBeCloseTo(place?.x ?? 0, 1)
    expect(parsed.getNodeAttribute('a', 'size')).toBeCloseTo(place?.radius ?? 0, 1)
    expect(parsed.mapEdges((_, attributes, source, target) => [source, target, attributes.weight])).toEqual([
      ['a', 'b', 2.5],
      ['b', 'a', 1],
      ['c', 'c', 1],
    ])
    expect(parsed.getAttribute('description')).toBe('T & U')
  })

  it('writes an empty network and is deterministic', () => {
    expect(parse(MultiGraph, renderGexf({ nodes: [], edges: [] })).order).toBe(0)
    expect(renderGexf(graph)).toBe(renderGexf(graph))
  })
})

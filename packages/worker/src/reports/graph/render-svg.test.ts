import { describe, expect, it } from 'vitest'
import type { GraphData } from './graph-data.js'
import { renderSvg } from './render-svg.js'

const hostile: GraphData = {
  nodes: [
    { id: 'a', label: '<script>alert(1)</script>', group: '"><svg onload=x', kind: 'person', size: 4 },
    { id: 'b', label: "]]> & 'quotes' \u0000\u0007", group: 1, kind: 'company', size: 1 },
    { id: 'c', label: '王伟', size: 0 },
  ],
  edges: [
    { source: 'a', target: 'b', weight: 3 },
    { source: 'b', target: 'a' },
    { source: 'c', target: 'c' },
  ],
}

/** Throws unless tags are balanced, attributes quoted once each, and text free of raw markup. */
function elementsOf(xml: string): string[] {
  const open: string[] = []
  const seen: string[] = []
  const body = xml.replace(/^<\?xml[^>]*\?>\s*/, '')
  const rest = body.replaceAll(
    /<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, close: string, name: string, attributes: string, empty: string) => {
      const names = Array.from(attributes.matchAll(/\s([\w:-]+)=/g), ([, attribute]) => attribute)
      expect(new Set(names).size).toBe(names.length)
      if (close === '/') expect(open.pop()).toBe(name)
      else {
        seen.push(name)
        if (empty === '') open.push(name)
      }
      return ''
    },
  )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/)
  return seen
}

describe('renderSvg', () => {
  it('is well-formed, escapes every text, runs nothing and loads nothing', () => {
    const svg = renderSvg(hostile, { title: 'A & <b>', caption: '"c"', legend: { '1': '<i>' } })
    const elements = new Set(elementsOf(svg))
    expect([...elements].sort()).toEqual(['circle', 'desc', 'g', 'line', 'path', 'rect', 'svg', 'text', 'title'])
    const tags = svg.replace('xmlns="http://www.w3.org/2000/svg"', '').match(/<[^>]*>/g) ?? []
    expect(tags.join('')).not.toMatch(/href|url\(|http|\son\w+=|style=/)
    expect(svg).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(svg).toContain('&lt;i&gt; (1)')
    expect(svg).toContain('王伟')
  })

  it('gives the same text for the same graph', () => {
    expect(renderSvg(hostile, { title: 't' })).toBe(renderSvg(hostile, { title: 't' }))
  })

  it('draws an empty network as a sentence, and one node', () => {
    elementsOf(renderSvg({ nodes: [], edges: [] }, { title: '' }))
    expect(renderSvg({ nodes: [], edges: [] }, { title: 't' })).toContain('no nodes')
    expect(renderSvg({ nodes: [{ id: 'a', label: 'Alone' }], edges: [] }, { title: 't' })).toMatch(
      /<circle cx="7\d\d.*>Alone<\/text>.*1 node, 0 links/s,
    )
  })

  it('never lays one label over another', () => {
    const nodes = Array.from({ length: 120 }, (_, index) => ({
      id: `${index}`,
      label: `a rather long label ${index}`,
      size: index % 7,
    }))
    const edges = nodes.slice(1).map((node, index) => ({ source: node.id, target: `${index % 9}` }))
    const svg = renderSvg({ nodes, edges }, { title: 't' })
    const boxes = Array.from(
      svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)">([^<]*)</g),
      ([, x, y, size, text]) => ({
        left: Number(x),
        right: Number(x) + (text?.length ?? 0) * Number(size) * 0.5,
        top: Number(y) - Number(size) * 0.8,
        bottom: Number(y),
      }),
    )
    expect(boxes.length).toBeGreaterThan(10)
    for (const [index, one] of boxes.entries()) {
      for (const two of boxes.slice(index + 1)) {
        expect(one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom).toBe(false)
      }
    }
  })

  it('refuses what is no network, with the place', () => {
    expect(() =>
      renderSvg({ nodes: [{ id: 'a' }, { id: 'a' }], edges: [{ source: 'a' }] } as never, { title: 't' }),
    ).toThrow(/graph\.nodes\[1\]\.id: 'a' is used twice[\s\S]*graph\.edges\[0\]\.target: expected text, found nothing/)
  })

  it('keeps the heaviest nodes of a network that is too large', () => {
    const nodes = Array.from({ length: 1600 }, (_, index) => ({ id: `${index}`, label: `${index}`, size: index }))
    const svg = renderSvg({ nodes, edges: [] }, { title: 't' })
    expect(svg).toContain('and 100 more nodes that are not drawn')
    expect(svg).toContain('<title>1599</title>')
    expect(svg).not.toContain('<title>99</title>')
  })
})

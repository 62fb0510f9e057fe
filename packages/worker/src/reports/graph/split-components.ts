/** A link between two nodes by position; links between the same two nodes are already one. */
export interface Link {
  a: number
  b: number
  weight: number
}

/** Connected parts of a network as lists of node positions, the largest first, each in ascending order. */
export function splitComponents(nodeCount: number, links: readonly Link[]): number[][] {
  const neighbours: number[][] = Array.from({ length: nodeCount }, () => [])
  for (const { a, b } of links) {
    neighbours[a]?.push(b)
    neighbours[b]?.push(a)
  }
  const seen = new Uint8Array(nodeCount)
  const components: number[][] = []
  for (let start = 0; start < nodeCount; start += 1) {
    if (seen[start] === 1) continue
    const component = [start]
    seen[start] = 1
    for (let next = 0; next < component.length; next += 1) {
      for (const neighbour of neighbours[component[next] ?? 0] ?? []) {
        if (seen[neighbour] === 1) continue
        seen[neighbour] = 1
        component.push(neighbour)
      }
    }
    components.push(component.sort((a, b) => a - b))
  }
  return components.sort((a, b) => b.length - a.length)
}

/** Undirected links without loops, parallel ones joined by adding their weights. */
export function joinLinks(
  index: ReadonlyMap<string, number>,
  edges: readonly { source: string; target: string; weight?: number }[],
): Link[] {
  const joined = new Map<string, Link>()
  for (const { source, target, weight = 1 } of edges) {
    const from = index.get(source)
    const to = index.get(target)
    if (from === undefined || to === undefined || from === to) continue
    const a = Math.min(from, to)
    const b = Math.max(from, to)
    const known = joined.get(`${a} ${b}`)
    if (known === undefined) joined.set(`${a} ${b}`, { a, b, weight })
    else known.weight += weight
  }
  return [...joined.values()]
}

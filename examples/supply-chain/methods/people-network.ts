import { DirectedGraph, type UndirectedGraph } from 'graphology'
import type { PackagePerson } from './merge-people.ts'
import { type InstalledPackage, roles } from './package-record.ts'
import { byText } from './plain-text.ts'

/** Of a package that names more people than this, only those with the strongest roles are linked. */
export const MOST_PEOPLE_IN_PACKAGE = 8

/** Adds one to the weight of a pair for each package name they share; long lists are cut, since n people make n² links. */
export function linkPeople(graph: UndirectedGraph, packages: InstalledPackage[], edges: PackagePerson[]): string[] {
  const names = new Map(packages.map((each) => [each.id, each.name]))
  const byName = new Map<string, Map<string, number>>()
  for (const edge of edges) {
    const name = names.get(edge.package)
    if (name === undefined || !graph.hasNode(edge.person)) continue
    const strength = Math.min(...edge.roles.map((role) => roles.indexOf(role)))
    const people = byName.get(name) ?? new Map<string, number>()
    people.set(edge.person, Math.min(strength, people.get(edge.person) ?? strength))
    byName.set(name, people)
  }
  const capped: string[] = []
  for (const [name, people] of [...byName].sort(([left], [right]) => byText(left, right))) {
    if (people.size > MOST_PEOPLE_IN_PACKAGE) capped.push(name)
    const linked = [...people]
      .sort((left, right) => left[1] - right[1] || byText(left[0], right[0]))
      .slice(0, MOST_PEOPLE_IN_PACKAGE)
      .map(([id]) => id)
    for (const [index, source] of linked.entries()) {
      for (const target of linked.slice(index + 1)) {
        strengthen(graph, source, target, 1)
      }
    }
  }
  return capped
}

/**
 * Who relies on whom: for each installed dependency the people of the package point to the people of what it needs; one
 * dependency weighs 1 in all, however many people there are on either side.
 */
export function relianceGraph(packages: InstalledPackage[], ids: string[], edges: PackagePerson[]): DirectedGraph {
  const graph = new DirectedGraph({ allowSelfLoops: false })
  for (const id of ids) graph.addNode(id)
  const behind = new Map<string, string[]>()
  for (const edge of edges) {
    if (graph.hasNode(edge.person) && standsBehind(edge))
      behind.set(edge.package, [...(behind.get(edge.package) ?? []), edge.person])
  }
  for (const each of packages) {
    const from = behind.get(each.id) ?? []
    for (const dependency of each.dependencies) {
      const to = behind.get(dependency) ?? []
      for (const source of from) {
        for (const target of to) {
          if (source === target) continue
          strengthen(graph, source, target, 1 / (from.length * to.length))
        }
      }
    }
  }
  return graph
}

/** Adds to the weight of a link, which is made when it is new. */
export function strengthen(
  graph: UndirectedGraph | DirectedGraph,
  source: string,
  target: string,
  weight: number,
): void {
  graph.updateEdge(source, target, (attributes) => ({ weight: Number(attributes.weight ?? 0) + weight }))
}

/** Whether the person is named as more than a contributor. */
export function standsBehind(edge: PackagePerson): boolean {
  return edge.roles.some((role) => role !== 'contributor')
}

/** How many people hang together in each piece of the network, the largest first. */
export function componentSizes(graph: UndirectedGraph): number[] {
  const seen = new Set<string>()
  const sizes: number[] = []
  for (const node of graph.nodes()) {
    let size = 0
    const waiting = [node]
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      size += 1
      waiting.push(...graph.neighbors(at))
    }
    if (size > 0) sizes.push(size)
  }
  return sizes.sort((left, right) => right - left)
}

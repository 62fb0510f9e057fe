import { UndirectedGraph } from 'graphology'
import louvainModule from 'graphology-communities-louvain'
import betweennessModule from 'graphology-metrics/centrality/betweenness.js'
import pagerankModule from 'graphology-metrics/centrality/pagerank.js'
import { z } from 'zod'
import { blastRadius, directDependents } from './dependents.ts'
import { type PackagePerson, type PeopleInput, type Person, peopleInput } from './merge-people.ts'
import type { MethodContext } from './method-context.ts'
import { type InstalledPackage, installedPackage } from './package-record.ts'
import {
  componentSizes,
  linkPeople,
  MOST_PEOPLE_IN_PACKAGE,
  relianceGraph,
  standsBehind,
  strengthen,
} from './people-network.ts'
import { pictureGraph } from './picture-graph.ts'
import { byText } from './plain-text.ts'
import { seeded } from './seeded-random.ts'

const MOST_PEOPLE = 3_000
const LISTED_PEOPLE = 40
const PICTURE_NODES = 90
const SEED = 20_240_117

// These three are CommonJS modules whose types declare a default export that Node does not unwrap.
const pagerank = pagerankModule as unknown as typeof pagerankModule.default
const betweenness = betweennessModule as unknown as typeof betweennessModule.default
const louvain = louvainModule as unknown as typeof louvainModule.default

const rankedPerson = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'organisation', 'account']),
  pagerank: z.number().describe('all values add up to 1'),
  betweenness: z.number().describe('0 to 1: share of shortest paths that pass here'),
  degree: z.number().int().describe('people named together with this one'),
  community: z.number().int(),
  package_count: z.number().int(),
  blast_radius: z
    .number()
    .int()
    .describe('installed packages that are theirs or depend on theirs, through any number of steps'),
  direct_reach: z.number().int().describe('of those, packages that the workspace itself declares'),
  packages: z.array(z.string()),
})

export const maintainerGraphInput = z.object({
  installed: z.array(installedPackage),
  people: peopleInput,
})

const network = z.object({
  nodes: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      group: z.string().optional().describe('community'),
      size: z.number(),
      kind: z.string(),
    }),
  ),
  edges: z.array(z.object({ source: z.string(), target: z.string(), weight: z.number() })),
})

export const maintainerGraphOutput = z.object({
  graph: network.describe('everybody'),
  picture: network.extend({ omitted_nodes: z.number().int() }).describe('the most central, as many as a page can show'),
  people: z
    .array(rankedPerson)
    .describe(
      `highest PageRank first: the first ${LISTED_PEOPLE}, and the ${LISTED_PEOPLE} persons with the widest reach`,
    ),
  communities: z.array(
    z.object({
      id: z.number().int(),
      size: z.number().int(),
      leading: z.array(z.string()).describe('up to three names'),
      packages: z.number().int(),
    }),
  ),
  most_central: rankedPerson
    .nullable()
    .describe('the person (not organisation or bare account) with the highest PageRank'),
  widest_reach: rankedPerson.nullable().describe('the person with the largest blast radius'),
  figures: z.object({
    nodes: z.number().int(),
    edges: z.number().int(),
    named_together: z
      .number()
      .int()
      .describe('links between people whom the same package names; the others rely on each other'),
    isolated: z.number().int(),
    communities: z.number().int(),
    largest_component: z.number().int(),
    modularity: z.number(),
    packages: z.number().int(),
    direct_packages: z.number().int(),
    capped_packages: z
      .array(z.string())
      .describe(`packages that name more than ${MOST_PEOPLE_IN_PACKAGE}: only the strongest roles are linked`),
    left_out_people: z.number().int(),
  }),
})

export type MaintainerGraph = z.infer<typeof maintainerGraphOutput>
type RankedPerson = z.infer<typeof rankedPerson>

/**
 * Links people who are named by the same package and measures who is central: PageRank, betweenness, Louvain communities
 * (seeded, so the same input gives the same answer), and the blast radius along installed dependencies.
 */
export async function maintainerGraph(
  input: { installed: InstalledPackage[]; people: PeopleInput },
  context: MethodContext,
): Promise<MaintainerGraph> {
  const packages = [...input.installed].sort((left, right) => byText(left.id, right.id))
  const known = input.people.people.slice(0, MOST_PEOPLE)
  const graph = new UndirectedGraph()
  for (const person of [...known].sort((left, right) => byText(left.id, right.id))) graph.addNode(person.id)
  const capped = linkPeople(graph, packages, input.people.package_people)
  const named = graph.size
  const reliance = relianceGraph(packages, graph.nodes(), input.people.package_people)
  reliance.forEachEdge((_edge, attributes, source, target) =>
    strengthen(graph, source, target, Number(attributes.weight)),
  )
  context.heartbeat({ nodes: graph.order, edges: graph.size })
  context.signal.throwIfAborted()

  const ranks = graph.order > 0 ? pagerank(reliance, { getEdgeWeight: 'weight', maxIterations: 1_000 }) : {}
  const between = graph.order > 0 ? betweenness(graph, { getEdgeWeight: null, normalized: true }) : {}
  context.heartbeat({ measured: 'centrality' })
  context.signal.throwIfAborted()
  const found = graph.size > 0 ? louvain.detailed(graph, { getEdgeWeight: 'weight', rng: seeded(SEED) }) : null

  const reach = reachOfPeople(packages, input.people.package_people)
  const direct = new Set(packages.filter((each) => each.direct).map((each) => each.id))
  const people = known
    .map((person) => rank(person, graph, ranks, between, reach.get(person.id) ?? new Set(), direct))
    .sort(
      (left, right) =>
        right.pagerank - left.pagerank || right.blast_radius - left.blast_radius || byText(left.id, right.id),
    )
  const communities = numberCommunities(people, graph, found?.communities ?? {})
  for (const person of people) person.community = communities.of.get(person.id) ?? -1
  const persons = people.filter((each) => each.kind === 'person')
  const components = componentSizes(graph)
  const byReach = [...persons].sort((left, right) => right.blast_radius - left.blast_radius)
  const listed = new Set([...people.slice(0, LISTED_PEOPLE), ...byReach.slice(0, LISTED_PEOPLE)])
  const whole: z.infer<typeof network> = {
    nodes: people.map((each) => ({
      id: each.id,
      label: each.name,
      ...(each.community < 0 ? {} : { group: communities.labels[each.community] ?? '' }),
      size: Math.max(1, each.blast_radius),
      kind: each.kind,
    })),
    edges: graph.mapEdges((_edge, attributes, source, target) => ({
      source,
      target,
      weight: hundredths(attributes.weight),
    })),
  }
  return {
    graph: whole,
    picture: pictureGraph(whole, PICTURE_NODES),
    people: people.filter((each) => listed.has(each)),
    communities: communities.list,
    most_central: persons[0] ?? null,
    widest_reach: byReach[0] ?? null,
    figures: {
      nodes: graph.order,
      edges: graph.size,
      named_together: named,
      isolated: graph.filterNodes((node) => graph.degree(node) === 0).length,
      communities: communities.list.length,
      largest_component: components[0] ?? 0,
      modularity: round(found?.modularity ?? 0),
      packages: packages.length,
      direct_packages: direct.size,
      capped_packages: capped,
      left_out_people: input.people.people.length - known.length,
    },
  }
}

function reachOfPeople(packages: InstalledPackage[], edges: PackagePerson[]): Map<string, Set<string>> {
  const dependents = directDependents(packages)
  const own = new Map<string, string[]>()
  for (const edge of edges) {
    if (!standsBehind(edge)) continue
    const list = own.get(edge.person)
    if (list) list.push(edge.package)
    else own.set(edge.person, [edge.package])
  }
  return new Map([...own].map(([id, ids]) => [id, blastRadius(ids, dependents)]))
}

function rank(
  person: Person,
  graph: UndirectedGraph,
  ranks: Record<string, number>,
  between: Record<string, number>,
  reach: Set<string>,
  direct: Set<string>,
): RankedPerson {
  return {
    id: person.id,
    name: person.name,
    kind: person.kind,
    pagerank: round(ranks[person.id] ?? 0),
    betweenness: round(between[person.id] ?? 0),
    degree: graph.degree(person.id),
    community: -1,
    package_count: person.package_count,
    blast_radius: reach.size,
    direct_reach: [...reach].filter((id) => direct.has(id)).length,
    packages: person.packages,
  }
}

/** A community is called after those with the widest blast radius; names before bare accounts. */
function leaders(members: RankedPerson[]): string[] {
  const isAccount = (each: RankedPerson) => (each.kind === 'account' ? 1 : 0)
  return [...members]
    .sort(
      (left, right) =>
        isAccount(left) - isAccount(right) || right.blast_radius - left.blast_radius || right.pagerank - left.pagerank,
    )
    .map((each) => each.name)
}

/** Communities of two or more, the largest is number 0; people linked to nobody have -1. */
function numberCommunities(people: RankedPerson[], graph: UndirectedGraph, raw: Record<string, number>) {
  const groups = new Map<number, RankedPerson[]>()
  for (const person of people) {
    const group = raw[person.id]
    if (group === undefined || graph.degree(person.id) === 0) continue
    groups.set(group, [...(groups.get(group) ?? []), person])
  }
  const ordered = [...groups.values()].sort(
    (left, right) => right.length - left.length || byText(left[0]?.id ?? '', right[0]?.id ?? ''),
  )
  const of = new Map<string, number>()
  const list = ordered.map((members, id) => {
    for (const member of members) of.set(member.id, id)
    return {
      id,
      size: members.length,
      leading: leaders(members).slice(0, 3),
      packages: new Set(members.flatMap((member) => member.packages)).size,
    }
  })
  return { of, list, labels: list.map((each) => `around ${each.leading[0]}`) }
}

function hundredths(value: unknown): number {
  return Math.round(Number(value) * 100) / 100
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6
}

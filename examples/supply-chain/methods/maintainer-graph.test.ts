import { expect, test } from 'vitest'
import { fixturePackage, fixturePerson } from './fixture-package.ts'
import { fixtureContext } from './fixture-workspace.ts'
import { maintainerGraph, maintainerGraphOutput } from './maintainer-graph.ts'
import { mergePeople } from './merge-people.ts'
import type { PackageRecord } from './package-record.ts'

async function measure(packages: (PackageRecord | null)[]) {
  const people = await mergePeople({ packages }, fixtureContext())
  return maintainerGraphOutput.parse(await maintainerGraph({ installed: people.installed, people }, fixtureContext()))
}

const by = (...names: string[]) =>
  names.map((name) => fixturePerson(name, { email: `${name.toLowerCase().replace(' ', '.')}@x.example` }))

const chain = [
  fixturePackage('app@1.0.0', {
    direct: true,
    people: by('Ann App', 'Bob Both'),
    dependencies: ['middle@1.0.0', 'missing'],
  }),
  fixturePackage('tool@1.0.0', { direct: true, people: by('Tom Tool'), dependencies: ['middle@1.0.0'] }),
  fixturePackage('middle@1.0.0', { people: by('Mia Middle', 'Bob Both'), dependencies: ['base@1.0.0', 'app@1.0.0'] }),
  fixturePackage('base@1.0.0', {
    people: [...by('Una Under'), ...by('Carl Contrib').map((each) => ({ ...each, role: 'contributor' as const }))],
  }),
  fixturePackage('alone@1.0.0', { people: by('Sol Solo') }),
]

test('counts the blast radius along all dependencies, in circles too', async () => {
  const { people, figures, widest_reach, most_central } = await measure([...chain, null])
  const of = (name: string) => people.find((each) => each.name === name)
  expect(of('Una Under')).toMatchObject({ blast_radius: 4, direct_reach: 2, package_count: 1 })
  expect(of('Mia Middle')).toMatchObject({ blast_radius: 3 })
  expect(of('Tom Tool')).toMatchObject({ blast_radius: 1, direct_reach: 1 })
  expect(of('Carl Contrib')).toMatchObject({ blast_radius: 0 })
  expect(widest_reach?.name).toBe('Una Under')
  expect(most_central?.name).toBe('Una Under')
  expect(figures).toMatchObject({
    nodes: 7,
    packages: 5,
    direct_packages: 2,
    isolated: 1,
    named_together: 3,
    largest_component: 6,
  })
  expect(of('Sol Solo')?.community).toBe(-1)
})

test('weighs links by shared packages and dependencies, and gives the same answer again', async () => {
  const one = await measure(chain)
  const link = one.graph.edges.find(
    (each) => [each.source, each.target].sort().join(' ') === 'bob.both@x.example mia.middle@x.example',
  )
  // 1 for the package that names both, and a quarter of each of the two dependencies between packages of two people each.
  expect(link?.weight).toBeCloseTo(1.5)
  expect(await measure([...chain].reverse())).toEqual(one)
})

test('links only the strongest roles of a package with a long list, and says so', async () => {
  const crowd = Array.from({ length: 12 }, (_, index) =>
    fixturePerson(`Person ${String.fromCharCode(65 + index)}x`, { email: `p${index}@x.example`, role: 'contributor' }),
  )
  const { figures, people } = await measure([
    fixturePackage('crowd@1.0.0', { people: [...crowd, ...by('Lead Author')] }),
  ])
  expect(figures.capped_packages).toEqual(['crowd'])
  expect(figures.edges).toBe(28)
  expect(people.find((each) => each.name === 'Lead Author')?.degree).toBe(7)
})

test('has nothing to say about nothing', async () => {
  const { people, most_central, widest_reach, communities, graph, picture } = await measure([])
  expect({ people, most_central, widest_reach, communities, graph, picture }).toEqual({
    people: [],
    most_central: null,
    widest_reach: null,
    communities: [],
    graph: { nodes: [], edges: [] },
    picture: { nodes: [], edges: [], omitted_nodes: 0 },
  })
})

test('shows in the picture only what hangs together', async () => {
  const measured = await measure(chain)
  const { picture } = measured
  expect(picture.nodes.map((each) => each.label)).not.toContain('Sol Solo')
  const ids = new Set(picture.nodes.map((each) => each.id))
  expect(picture.edges.every((each) => ids.has(each.source) && ids.has(each.target))).toBe(true)
  expect(picture.omitted_nodes).toBe(measured.graph.nodes.length - picture.nodes.length)
})

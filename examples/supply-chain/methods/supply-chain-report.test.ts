import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { assessRisk } from './assess-risk.ts'
import type { DatasetRow } from './dataset-row.ts'
import { deepDive } from './deep-dive.ts'
import { fiveFindings } from './five-findings.ts'
import { fixturePackage } from './fixture-package.ts'
import { fixtureContext } from './fixture-workspace.ts'
import { listPackages } from './list-packages.ts'
import { maintainerGraph } from './maintainer-graph.ts'
import { type MergedPeople, mergePeople } from './merge-people.ts'
import type { PackageRecord } from './package-record.ts'
import { readPackage } from './read-package.ts'
import { type ReportInputs, reportInputs } from './report-inputs.ts'
import { supplyChainReport } from './supply-chain-report.ts'

interface Investigation {
  inputs: ReportInputs
  packages: (PackageRecord | null)[]
  people: MergedPeople
  dataset: DatasetRow[]
}

const context = fixtureContext()
const workspace = resolve(import.meta.dirname, '../../..')

async function investigate(
  packages: (PackageRecord | null)[],
  listed: ReportInputs['listed'],
  folder: string,
): Promise<Investigation> {
  const people = await mergePeople({ packages }, context)
  const [graph, risk] = await Promise.all([
    maintainerGraph({ installed: people.installed, people }, context),
    assessRisk({ packages, people }, context),
  ])
  const central = graph.most_central
  const dossier = central === null ? null : await deepDive({ folder, person_id: central.id, packages, people }, context)
  const inputs = reportInputs.parse({
    listed,
    people,
    graph,
    risk,
    dossier,
    quality: { scores: { relevance: 1, completeness: 0.62 }, problems: ['completeness is 0.62, below 0.7'] },
    generated_at: '2026-01-31T09:00:00Z',
  })
  return { inputs, packages, people, dataset: risk.dataset }
}

describe('this repository', () => {
  let found: Investigation
  let seconds = 0
  beforeAll(async () => {
    const started = Date.now()
    const listed = await listPackages({ folder: workspace }, context)
    const packages: PackageRecord[] = []
    for (let index = 0; index < listed.packages.length; index += 8) {
      packages.push(
        ...(await Promise.all(
          listed.packages.slice(index, index + 8).map((each) => readPackage({ folder: workspace, ...each }, context)),
        )),
      )
    }
    found = await investigate(packages, listed, workspace)
    seconds = (Date.now() - started) / 1000
  })

  test('is read in seconds, and the values stay small enough to travel', () => {
    const { packages, people, inputs } = found
    const sizes = packages.map((each) => JSON.stringify(each).length).sort((left, right) => left - right)
    expect(packages.length).toBeGreaterThan(100)
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(2_000)
    expect(sizes.at(-1)).toBeLessThan(5_000)
    // The largest call takes both.
    expect(JSON.stringify({ packages, people }).length / packages.length).toBeLessThan(2_500)
    expect(JSON.stringify(inputs).length).toBeLessThan(300_000)
    expect(seconds).toBeLessThan(60)
  })

  test('knows facts that anybody can look up in the files', () => {
    const of = (name: string) => found.packages.find((each) => each?.name === name)
    expect(of('zod')).toMatchObject({
      license: { expression: 'MIT' },
      direct: true,
      repository: { owner: 'colinhacks' },
    })
    expect(of('esbuild')?.install_scripts.postinstall?.command).toBe('node install.js')
    expect(of('esbuild')?.native_binaries[0]?.kind).toMatch(/elf|macho|pe/)
    expect(found.people.people.find((each) => each.id === 'github.com/sindresorhus')).toMatchObject({
      name: 'Sindre Sorhus',
      kind: 'person',
    })
    expect(found.packages.some((each) => each?.name.startsWith('@odp/'))).toBe(false)
  })

  test('gives five findings, a report with figures, and a row for each package', () => {
    const { inputs, dataset } = found
    const findings = fiveFindings(inputs)
    expect(findings).toHaveLength(5)
    for (const sentence of findings) expect(sentence).toMatch(/^\S.*\d.*\.$/)
    const report = supplyChainReport(inputs)
    const kinds = report.sections.flatMap((section) => section.blocks.map((block) => block.kind))
    expect(new Set(kinds)).toEqual(new Set(['paragraph', 'findings', 'bar_chart', 'table', 'graph', 'key_values']))
    expect(report.sections.map((section) => section.heading)).toContain(`In depth: ${inputs.graph.most_central?.name}`)
    expect(report.summary).toEqual(findings)
    expect(JSON.stringify(report)).not.toMatch(/undefined|NaN/)
    expect(JSON.stringify(report)).not.toContain(workspace)
    expect(dataset).toHaveLength(found.packages.length)
  })
})

test('is honest about a workspace in which nobody is named', async () => {
  const workspace = { folder: '/somewhere/shop' }
  const listed = { workspace, count: 2, own_packages: [], unreadable: [], capped: false }
  const { inputs, dataset } = await investigate([fixturePackage('a@1.0.0'), null], listed, '/somewhere/shop')
  expect(fiveFindings(inputs)).toEqual([
    'No installed package declares a command that runs on installation.',
    'Every installed package declares a permissive licence.',
    '1 package names neither a person nor an organisation: a@1.0.0.',
  ])
  const report = supplyChainReport(inputs)
  expect(report.subtitle).toBe('Supply chain of shop')
  expect(JSON.stringify(report.sections.at(-1))).toContain('completeness is 0.62, below 0.7')
  expect(report.sections.map((section) => section.heading)).not.toContain('In depth')
  expect(JSON.stringify(report)).not.toMatch(/undefined|NaN/)
  expect(dataset).toEqual([
    expect.objectContaining({ package: 'a', persons: '', depended_on_by: 0, licence_class: 'permissive' }),
  ])
})

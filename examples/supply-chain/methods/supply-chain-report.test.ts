import { resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { assessRisk } from './assess-risk.ts'
import { datasetRows } from './dataset-rows.ts'
import { deepDive } from './deep-dive.ts'
import { fiveFindings } from './five-findings.ts'
import { fixturePackage } from './fixture-package.ts'
import { fixtureContext } from './fixture-workspace.ts'
import { listPackages } from './list-packages.ts'
import { maintainerGraph } from './maintainer-graph.ts'
import { mergePeople } from './merge-people.ts'
import type { PackageRecord } from './package-record.ts'
import { readPackage } from './read-package.ts'
import { type ReportInputs, reportInputs } from './report-inputs.ts'
import { supplyChainReport } from './supply-chain-report.ts'

const context = fixtureContext()
const workspace = resolve(import.meta.dirname, '../../..')

async function investigate(
  packages: (PackageRecord | null)[],
  listed: ReportInputs['listed'],
  folder: string,
): Promise<ReportInputs> {
  const people = await mergePeople({ packages }, context)
  const [graph, risk] = await Promise.all([
    maintainerGraph({ packages, people }, context),
    assessRisk({ packages, people }, context),
  ])
  const central = graph.most_central
  const dossier = central === null ? null : await deepDive({ folder, person_id: central.id, packages, people }, context)
  return reportInputs.parse({ listed, packages, people, graph, risk, dossier, generated_at: '2026-01-31T09:00:00Z' })
}

describe('this repository', () => {
  let inputs: ReportInputs
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
    inputs = await investigate(packages, listed, workspace)
    seconds = (Date.now() - started) / 1000
  })

  test('is read in seconds, and the values stay small enough to travel', () => {
    const sizes = inputs.packages.map((each) => JSON.stringify(each).length).sort((left, right) => left - right)
    expect(inputs.packages.length).toBeGreaterThan(100)
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThan(2_000)
    expect(sizes.at(-1)).toBeLessThan(5_000)
    expect(JSON.stringify(inputs.packages).length).toBeLessThan(1_000_000)
    expect(JSON.stringify(inputs).length).toBeLessThan(1_900_000)
    expect(seconds).toBeLessThan(60)
  })

  test('knows facts that anybody can look up in the files', () => {
    const of = (name: string) => inputs.packages.find((each) => each?.name === name)
    expect(of('zod')).toMatchObject({
      license: { expression: 'MIT' },
      direct: true,
      repository: { owner: 'colinhacks' },
    })
    expect(of('esbuild')?.install_scripts.postinstall?.command).toBe('node install.js')
    expect(of('esbuild')?.native_binaries[0]?.kind).toMatch(/elf|macho|pe/)
    expect(inputs.people.people.find((each) => each.id === 'github.com/sindresorhus')).toMatchObject({
      name: 'Sindre Sorhus',
      kind: 'person',
    })
    expect(inputs.packages.some((each) => each?.name.startsWith('@odp/'))).toBe(false)
  })

  test('gives five findings, a report with figures, and a row for each package', () => {
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
    expect(datasetRows(inputs)).toHaveLength(inputs.packages.length)
  })
})

test('is honest about a workspace in which nobody is named', async () => {
  const listed = { workspace: { folder: '/somewhere/shop' }, count: 2, own_packages: [], unreadable: [] }
  const inputs = await investigate([fixturePackage('a@1.0.0'), null], listed, '/somewhere/shop')
  expect(fiveFindings(inputs)).toEqual([
    'No installed package declares a command that runs on installation.',
    'Every installed package declares a permissive licence.',
    '1 package names neither a person nor an organisation: a@1.0.0.',
  ])
  const report = supplyChainReport(inputs)
  expect(report.subtitle).toBe('Supply chain of shop')
  expect(report.sections.map((section) => section.heading)).not.toContain('In depth')
  expect(JSON.stringify(report)).not.toMatch(/undefined|NaN/)
  expect(datasetRows(inputs)).toEqual([
    expect.objectContaining({ package: 'a', persons: '', depended_on_by: 0, licence_class: 'permissive' }),
  ])
})

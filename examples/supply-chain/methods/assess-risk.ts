import { z } from 'zod'
import { datasetRows } from './dataset-rows.ts'
import { licenseClasses } from './license-class.ts'
import { isFreeMail, isSharedMailbox } from './mail-domains.ts'
import { type PeopleInput, type Person, peopleInput } from './merge-people.ts'
import type { MethodContext } from './method-context.ts'
import { overviewOf } from './overview.ts'
import { type PackageFacts, packageFacts } from './package-facts.ts'
import { type PackageRecords, packageRecords } from './package-record.ts'
import { comparableName } from './person-name.ts'
import { byText } from './plain-text.ts'
import { riskFindings } from './risk-findings.ts'
import type { RiskAssessment } from './risk-records.ts'
import { registrableDomain } from './web-address.ts'

export { assessRiskOutput } from './risk-records.ts'

export const assessRiskInput = z.object({
  packages: packageRecords,
  people: peopleInput,
})

/**
 * Lists what a reader should look at: install scripts, compiled code, licences, packages that rest on one person, missing
 * names and repositories. States only what the installed files show; a finding is a reason to look, not an accusation.
 */
export async function assessRisk(
  input: { packages: PackageRecords; people: PeopleInput },
  context: MethodContext,
): Promise<RiskAssessment> {
  const packages = input.packages.filter((each) => each != null).sort((left, right) => byText(left.id, right.id))
  const facts = packageFacts(packages, input.people)
  context.signal.throwIfAborted()
  const parts = {
    licence_counts: licenseClasses.map((name) => ({
      class: name,
      count: facts.filter((each) => each.license === name).length,
    })),
    licences: licences(facts),
    install_script_packages: facts
      .flatMap(({ record, blast }) =>
        Object.entries(record.install_scripts).map(([hook, script]) => ({
          id: record.id,
          hook,
          ...script,
          blast_radius: blast,
        })),
      )
      .sort((left, right) => right.blast_radius - left.blast_radius || byText(left.id, right.id)),
    native_binary_packages: facts
      .filter(({ record }) => record.native_count > 0)
      .map(({ record }) => ({
        id: record.id,
        files: record.native_count,
        bytes: record.native_bytes,
        kinds: [...new Set(record.native_binaries.map((each) => each.kind))].sort(byText),
        largest: record.native_binaries[0]?.file ?? '',
      }))
      .sort((left, right) => right.bytes - left.bytes || byText(left.id, right.id)),
    single_person_packages: facts
      .filter((each) => each.persons.length === 1 && each.organisations.length === 0)
      .map((each) => ({ id: each.record.id, person: each.persons[0]?.name ?? '', blast_radius: each.blast }))
      .sort((left, right) => right.blast_radius - left.blast_radius || byText(left.id, right.id)),
    private_mail_domains: privateMailDomains(facts),
    scores: facts.map(score).sort((left, right) => right.score - left.score || byText(left.id, right.id)),
  }
  return {
    findings: riskFindings(facts, input.packages.length - packages.length, parts),
    ...parts,
    overview: overviewOf(facts),
    dataset: datasetRows(facts, parts.scores),
  }
}

function licences(facts: PackageFacts[]): RiskAssessment['licences'] {
  const counts = new Map<string, RiskAssessment['licences'][number]>()
  for (const { record, license } of facts) {
    const licence = record.license.expression ?? record.license.declared ?? 'none declared'
    const known = counts.get(licence) ?? { licence, class: license, count: 0 }
    counts.set(licence, { ...known, count: known.count + 1 })
  }
  return [...counts.values()].sort((left, right) => right.count - left.count || byText(left.licence, right.licence))
}

/** Mail domains that look like somebody's own: used by one person only, and called as the person or the mailbox. */
function privateMailDomains(facts: PackageFacts[]): RiskAssessment['private_mail_domains'] {
  const users = new Map<string, Set<string>>()
  const packages = new Map<string, Set<string>>()
  for (const { record, persons } of facts) {
    for (const person of persons) {
      for (const email of person.emails.filter((each) => !isSharedMailbox(each))) {
        const domain = registrableDomain(email.split('@')[1] ?? '')
        if (domain === '' || isFreeMail(domain) || !calledAs(domain, person, email)) continue
        users.set(domain, (users.get(domain) ?? new Set()).add(person.name))
        packages.set(domain, (packages.get(domain) ?? new Set()).add(record.id))
      }
    }
  }
  return [...users]
    .filter(([, names]) => names.size === 1)
    .map(([domain, names]) => ({ domain, person: [...names][0] ?? '', packages: packages.get(domain)?.size ?? 0 }))
    .sort((left, right) => right.packages - left.packages || byText(left.domain, right.domain))
}

function calledAs(domain: string, person: Person, email: string): boolean {
  const label = (domain.split('.')[0] ?? '').replace(/[^a-z0-9]/g, '')
  const mailbox = (email.split('@')[0] ?? '').replace(/\+.*$/, '').replace(/[^a-z0-9]/g, '')
  const logins = person.accounts.map((account) => account.split('/')[1] ?? '')
  const words = [...comparableName(person.name).split(' '), mailbox, ...logins].filter((word) => word.length >= 3)
  return words.some((word) => label.includes(word))
}

/** Adds up points for what a reviewer would open first. */
function score({ record, persons, organisations, blast, license }: PackageFacts): RiskAssessment['scores'][number] {
  const mentions = Object.values(record.install_scripts).flatMap((script) => script.mentions)
  const points: [number, string, boolean][] = [
    [30, 'runs a command when installed', Object.keys(record.install_scripts).length > 0],
    [
      15,
      'its install script can fetch or install something',
      mentions.includes('network') || mentions.includes('package manager'),
    ],
    [15, 'carries compiled code', record.native_count > 0],
    [20, 'declares no licence', license === 'undeclared'],
    [20, 'declares a licence that has to be read', license === 'custom'],
    [20, 'strong copyleft', license === 'strong_copyleft'],
    [5, 'weak copyleft', license === 'weak_copyleft'],
    [15, 'names nobody', persons.length === 0 && organisations.length === 0],
    [10, 'names one person only', persons.length === 1 && organisations.length === 0],
    [10, 'declares no repository', record.repository === undefined],
    [10, 'many packages depend on it', blast > 10],
  ]
  const met = points.filter(([, , applies]) => applies)
  return {
    id: record.id,
    score: Math.min(
      100,
      met.reduce((sum, [value]) => sum + value, 0),
    ),
    reasons: met.map(([, reason]) => reason),
  }
}

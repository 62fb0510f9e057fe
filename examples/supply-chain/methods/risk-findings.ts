import { isFreeMail } from './mail-domains.ts'
import type { PackageFacts } from './package-facts.ts'
import type { RiskAssessment, RiskFinding } from './risk-records.ts'
import { registrableDomain } from './web-address.ts'
import { bytes, counted, firstOf, percent, verb } from './wording.ts'

const MOST_PACKAGES = 40
const MOST_EVIDENCE = 12
const RANK = { high: 0, medium: 1, low: 2, info: 3 }

type Parts = Omit<RiskAssessment, 'findings' | 'overview' | 'dataset'>

/** The findings in words, the gravest first. */
export function riskFindings(facts: PackageFacts[], missing: number, parts: Parts): RiskFinding[] {
  const findings = [
    installScripts(parts),
    singlePerson(facts, parts),
    nativeCode(facts, parts),
    ...licences(facts),
    unnamed(facts),
    withoutRepository(facts),
    freeMail(facts),
    privateDomains(parts),
    oddAddresses(facts),
    unread(facts, missing),
  ].filter((each) => each !== null)
  return findings.sort((left, right) => RANK[left.severity] - RANK[right.severity])
}

function finding(
  id: string,
  severity: RiskFinding['severity'],
  title: string,
  detail: string,
  packages: string[],
  evidence: string[] = [],
): RiskFinding | null {
  if (packages.length === 0) return null
  return {
    id,
    title,
    detail,
    severity,
    packages: packages.slice(0, MOST_PACKAGES),
    package_total: packages.length,
    evidence: evidence.slice(0, MOST_EVIDENCE),
  }
}

function installScripts({ install_script_packages: found }: Parts): RiskFinding | null {
  const ids = [...new Set(found.map((each) => each.id))]
  const reaching = found.filter((each) =>
    each.mentions.some((word) => word === 'network' || word === 'package manager'),
  )
  const inside =
    reaching.length > 0
      ? ` ${firstOf(
          reaching.map((each) => each.id),
          4,
        )} ${verb(reaching.length, 'starts a script that mentions', 'start scripts that mention')} the network or a package manager.`
      : ''
  return finding(
    'install_scripts',
    reaching.length > 0 ? 'medium' : 'low',
    `${counted(ids.length, 'package')} ${verb(ids.length, 'runs', 'run')} a command of ${verb(ids.length, 'its', 'their')} own when installed`,
    `Such a command runs with the rights of whoever installs, unless the package manager is told to skip it: ${firstOf(ids, 6)}.${inside} Whether it ran here is not recorded in the files.`,
    ids,
    found.map(
      (each) =>
        `${each.id}: package.json ${each.hook} = "${each.command}"${each.mentions.length > 0 ? `; mentions ${each.mentions.join(', ')}` : ''}`,
    ),
  )
}

function singlePerson(facts: PackageFacts[], { single_person_packages: found }: Parts): RiskFinding | null {
  const wide = found.filter((each) => each.blast_radius > Math.max(3, facts.length * 0.03))
  const top = wide
    .slice(0, 5)
    .map((each) => `${each.id} (${each.person}; ${each.blast_radius - 1} others depend on it)`)
  return finding(
    'single_person',
    wide.length > 0 ? 'medium' : 'low',
    `${counted(found.length, 'package')} of ${facts.length} ${verb(found.length, 'names', 'name')} exactly one person and no organisation`,
    wide.length > 0
      ? `Most widely depended on: ${firstOf(top, 5)}. There may be more maintainers than the files name.`
      : 'None of them is needed by many others here. There may be more maintainers than the files name.',
    found.map((each) => each.id),
  )
}

function nativeCode(facts: PackageFacts[], { native_binary_packages: found }: Parts): RiskFinding | null {
  const total = found.reduce((sum, each) => sum + each.bytes, 0)
  const files = found.reduce((sum, each) => sum + each.files, 0)
  const all = facts.reduce((sum, each) => sum + each.record.size_bytes, 0)
  return finding(
    'native_code',
    'low',
    `${counted(found.length, 'package')} ${verb(found.length, 'carries', 'carry')} compiled code: ${percent(total, all)} of the bytes of all packages`,
    `${counted(files, 'file')}, ${bytes(total)} in all, recognised by their first bytes. Compiled code cannot be reviewed by reading the package; the largest: ${firstOf(
      found.map((each) => `${each.id} (${bytes(each.bytes)})`),
      4,
    )}.`,
    found.map((each) => each.id),
    found.map((each) =>
      `${each.id}: ${each.largest} and ${each.files - 1} more, ${each.kinds.join(', ')}`.replace(' and 0 more', ''),
    ),
  )
}

function licences(facts: PackageFacts[]): (RiskFinding | null)[] {
  const of = (name: PackageFacts['license']) => facts.filter((each) => each.license === name)
  const ids = (list: PackageFacts[]) => list.map((each) => each.record.id)
  const declares = (list: PackageFacts[]) =>
    list.map(
      ({ record }) =>
        `${record.id}: package.json license = ${record.license.declared === null ? 'missing' : `"${record.license.declared}"`}`,
    )
  const [none, custom, strong, weak] = [of('undeclared'), of('custom'), of('strong_copyleft'), of('weak_copyleft')]
  const hints = none.filter(({ record }) => record.license.file_reads_like)
  return [
    finding(
      'licence_undeclared',
      'medium',
      `${counted(none.length, 'package')} ${verb(none.length, 'declares', 'declare')} no licence in package.json`,
      hints.length > 0
        ? `${firstOf(
            hints.map(
              ({ record }) =>
                `${record.id} has a ${record.license.file} that reads like ${record.license.file_reads_like}`,
            ),
            4,
          )}. Tools that only read package.json will report no licence.`
        : `${firstOf(ids(none), 6)}. Without a licence nobody but the holder of the rights may use the code.`,
      ids(none),
      declares(none),
    ),
    finding(
      'licence_custom',
      'medium',
      `${counted(custom.length, 'package')} ${verb(custom.length, 'declares', 'declare')} a licence that has to be read`,
      `${firstOf(
        custom.map(({ record }) => `${record.id} ("${record.license.declared}")`),
        6,
      )}: no known SPDX licence, or one outside the usual classes.`,
      ids(custom),
      declares(custom),
    ),
    finding(
      'licence_strong_copyleft',
      'high',
      `${counted(strong.length, 'package')} ${verb(strong.length, 'is', 'are')} under a strong copyleft licence`,
      `${firstOf(
        strong.map(({ record }) => `${record.id} (${record.license.expression})`),
        6,
      )}. Passing on a program that contains such code can oblige you to pass on its source; have it looked at before shipping.`,
      ids(strong),
      declares(strong),
    ),
    finding(
      'licence_weak_copyleft',
      'low',
      `${counted(weak.length, 'package')} ${verb(weak.length, 'is', 'are')} under a weak copyleft licence`,
      `${firstOf(
        weak.map(({ record }) => `${record.id} (${record.license.expression})`),
        6,
      )}. Changes to the files of these packages have to be passed on under the same licence.`,
      ids(weak),
      declares(weak),
    ),
  ]
}

function unnamed(facts: PackageFacts[]): RiskFinding | null {
  const nobody = facts.filter((each) => each.persons.length === 0 && each.organisations.length === 0)
  const native = nobody.filter((each) => each.record.native_count > 0)
  return finding(
    'nobody_named',
    native.length > 0 ? 'medium' : 'low',
    `${counted(nobody.length, 'package')} ${verb(nobody.length, 'names', 'name')} neither a person nor an organisation`,
    `At most an account is given, of which the files do not say who is behind it: ${firstOf(
      nobody.map((each) => each.record.id),
      6,
    )}.${
      native.length > 0 ? ` ${native.length} of them ${verb(native.length, 'carries', 'carry')} compiled code.` : ''
    }`,
    nobody.map((each) => each.record.id),
    nobody.map(
      ({ record, accounts }) =>
        `${record.id}: ${accounts.length > 0 ? accounts.map((each) => each.id).join(', ') : 'nothing'}`,
    ),
  )
}

function withoutRepository(facts: PackageFacts[]): RiskFinding | null {
  const found = facts.filter((each) => each.record.repository === undefined)
  return finding(
    'no_repository',
    'low',
    `${counted(found.length, 'package')} ${verb(found.length, 'declares', 'declare')} no readable source repository`,
    `What is installed cannot be compared with its source: ${firstOf(
      found.map((each) => each.record.id),
      6,
    )}.`,
    found.map((each) => each.record.id),
  )
}

function freeMail(facts: PackageFacts[]): RiskFinding | null {
  const found = facts.filter(({ record }) => {
    const domains = record.people
      .filter((fact) => fact.email)
      .map((fact) => registrableDomain(fact.email?.split('@')[1] ?? ''))
    return domains.length > 0 && domains.every(isFreeMail)
  })
  return finding(
    'free_mail_only',
    'info',
    `${counted(found.length, 'package')} can be reached by mail only through free-mail addresses`,
    'Usual for open source; it means that the address says nothing about an employer or an organisation.',
    found.map((each) => each.record.id),
  )
}

function privateDomains({ private_mail_domains: found }: Parts): RiskFinding | null {
  const top = found.slice(0, 5).map((each) => `${each.domain} (${each.person}, ${counted(each.packages, 'package')})`)
  return finding(
    'private_mail_domains',
    'info',
    `${counted(found.length, 'personal mail domain')} ${verb(found.length, 'is', 'are')} given as contact`,
    `Domains called as their owner, used by one person. Whoever controls one receives the mail sent to it, so a lapsed registration matters: ${firstOf(top, 5)}. Whether they are still registered was not checked, since nothing was looked up in the network.`,
    found.map((each) => each.domain),
  )
}

function oddAddresses(facts: PackageFacts[]): RiskFinding | null {
  const odd = (domain: string) => /^[\d.]+$|:|(?:^|\.)xn--/.test(domain) || !domain.includes('.')
  const found = facts.filter(({ record }) => record.contact_domains.some(odd))
  return finding(
    'unusual_addresses',
    'medium',
    `${counted(found.length, 'package')} ${verb(found.length, 'gives', 'give')} a contact address that is a bare number or an encoded name`,
    `Numbers instead of names, or names in another script that can look like a known one: ${firstOf(
      found.flatMap(({ record }) => record.contact_domains.filter(odd)),
      6,
    )}.`,
    found.map((each) => each.record.id),
    found.map(({ record }) => `${record.id}: ${record.contact_domains.filter(odd).join(', ')}`),
  )
}

function unread(facts: PackageFacts[], missing: number): RiskFinding | null {
  const capped = facts.filter((each) => each.record.files_capped).map((each) => each.record.id)
  const parts = [
    ...(missing > 0 ? [`${counted(missing, 'package')} could not be read`] : []),
    ...(capped.length > 0
      ? [`${firstOf(capped, 4)} ${verb(capped.length, 'has', 'have')} more files than were looked at`]
      : []),
  ]
  if (parts.length === 0) return null
  const names = capped.length > 0 ? capped : ['unread packages']
  return finding(
    'not_complete',
    'info',
    'Not everything could be read',
    `${parts.join('; ')}. The figures leave that out.`,
    names,
  )
}

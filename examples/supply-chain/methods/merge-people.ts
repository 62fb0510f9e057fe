import { z } from 'zod'
import { groupMentions, type Mention } from './identity-rules.ts'
import type { MethodContext } from './method-context.ts'
import { installedPackage, type PackageRecords, packageRecords, roles } from './package-record.ts'
import { namesOrganisation } from './person-name.ts'
import { byText } from './plain-text.ts'
import { hostOf, registrableDomain, siteOf, webAddress } from './web-address.ts'

export const person = z.object({
  id: z.string(),
  name: z.string(),
  kind: z
    .enum(['person', 'organisation', 'account'])
    .describe('account: a login or single name; the files do not tell whether it is a person'),
  aliases: z.array(z.string()),
  emails: z.array(z.string()),
  accounts: z.array(z.string()),
  domains: z.array(z.string()),
  roles: z.array(z.enum(roles)),
  packages: z.array(z.string()).describe('names of packages that name this one in any role but contributor'),
  package_count: z.number().int(),
  contributed_to: z.array(z.string()).describe('packages that list this one only as a contributor'),
  merged_because: z.array(z.string()).describe('why several mentions were taken for one'),
})

const packagePerson = z.object({
  person: z.string(),
  package: z.string().describe('name@version'),
  roles: z.array(z.enum(roles)),
  evidence: z.array(z.string()).describe('file and field'),
})

export const mergePeopleInput = z.object({ packages: packageRecords })

export const mergePeopleOutput = z.object({
  people: z.array(person),
  package_people: z.array(packagePerson),
  unattributed_packages: z.array(z.string()).describe('no person, organisation or account is named at all'),
  account_only_packages: z.array(z.string()).describe('only an account is named, no name'),
  joined_on_name_alone: z.array(z.string()).describe('names whose mentions were joined with nothing else in common'),
  installed: z.array(installedPackage).describe('the packages that were read, as far as the network needs them'),
  counts: z.object({
    packages: z.number().int(),
    unread: z.number().int(),
    mentions: z.number().int(),
    people: z.number().int(),
    persons: z.number().int(),
    organisations: z.number().int(),
    accounts: z.number().int(),
  }),
})

export type Person = z.infer<typeof person>
export type PackagePerson = z.infer<typeof packagePerson>
export type MergedPeople = z.infer<typeof mergePeopleOutput>

/** What later methods need of the merged people. */
export const peopleInput = mergePeopleOutput.pick({ people: true, package_people: true })

export type PeopleInput = z.infer<typeof peopleInput>

/**
 * Joins the mentions of all packages into people, organisations and accounts. The same input always gives the same answer;
 * each one says why its mentions were joined. Items that could not be read (null) are counted and skipped.
 */
export async function mergePeople(input: { packages: PackageRecords }, context: MethodContext): Promise<MergedPeople> {
  const packages = input.packages.filter((each) => each != null).sort((left, right) => byText(left.id, right.id))
  const mentions: Mention[] = packages.flatMap((each) => each.people.map((fact) => ({ fact, package: each })))
  context.signal.throwIfAborted()
  const groups = groupMentions(mentions)
  const used = new Set<string>()
  const people: Person[] = []
  const edges: PackagePerson[] = []
  for (const members of groups.all()) {
    const found = members.map((index) => mentions[index] as Mention)
    const one = describePerson(found, groups.reasons(members[0] as number), used)
    people.push(one)
    edges.push(...packageEdges(one.id, found))
  }
  people.sort((left, right) => right.package_count - left.package_count || byText(left.id, right.id))
  edges.sort((left, right) => byText(left.package, right.package) || byText(left.person, right.person))
  const named = new Map(packages.map((each) => [each.id, new Set(each.people.map((fact) => fact.role))]))
  const ids = [...named.keys()]
  const accountOnly = (found: Set<string>) =>
    [...found].every((role) => role === 'repository_owner' || role === 'funding_account')
  const count = (kind: Person['kind']) => people.filter((each) => each.kind === kind).length
  return {
    people,
    package_people: edges,
    unattributed_packages: ids.filter((id) => named.get(id)?.size === 0),
    account_only_packages: ids.filter(
      (id) => (named.get(id)?.size ?? 0) > 0 && accountOnly(named.get(id) as Set<string>),
    ),
    joined_on_name_alone: people
      .filter((each) => each.merged_because.some((why) => why.startsWith('same full name')))
      .map((each) => each.name),
    installed: packages.map(({ id, name, direct, dependencies }) => ({ id, name, direct, dependencies })),
    counts: {
      packages: packages.length,
      unread: input.packages.length - packages.length,
      mentions: mentions.length,
      people: people.length,
      persons: count('person'),
      organisations: count('organisation'),
      accounts: count('account'),
    },
  }
}

function describePerson(found: Mention[], reasons: string[], used: Set<string>): Person {
  const facts = found.map((mention) => mention.fact)
  const name = primaryName(found)
  const accounts = sorted(facts.map((fact) => fact.account))
  const emails = sorted(facts.map((fact) => fact.email))
  const domains = facts.flatMap((fact) => {
    const url = fact.url ? webAddress(fact.url) : null
    const site = url !== null && siteOf(url) !== undefined ? registrableDomain(hostOf(url)) : undefined
    return [site, fact.email ? registrableDomain(fact.email.split('@')[1] ?? '') : undefined]
  })
  const leading = sorted(found.filter((each) => each.fact.role !== 'contributor').map((each) => each.package.name))
  const contributed = sorted(found.map((each) => each.package.name)).filter((each) => !leading.includes(each))
  const base =
    accounts.find((each) => each.startsWith('github.com/')) ?? accounts[0] ?? emails[0] ?? `name:${name.toLowerCase()}`
  let id = base
  for (let next = 2; used.has(id); next += 1) id = `${base} (${next})`
  used.add(id)
  return {
    id,
    name,
    kind: kindOf(found, name),
    aliases: sorted(facts.map((fact) => fact.name))
      .filter((alias) => alias !== name)
      .slice(0, 6),
    emails: emails.slice(0, 6),
    accounts: accounts.slice(0, 6),
    domains: sorted(domains).slice(0, 8),
    roles: roles.filter((role) => facts.some((fact) => fact.role === role)),
    packages: leading,
    package_count: leading.length,
    contributed_to: contributed,
    merged_because: reasons.slice(0, 6),
  }
}

/** The name used most by the strongest kind of mention: written names before logins, full names before single words. */
function primaryName(found: Mention[]): string {
  const votes = new Map<string, number>()
  for (const { fact } of found) {
    const isLogin = fact.role === 'repository_owner' || fact.role === 'funding_account'
    const weight = isLogin ? 1 : fact.name.includes(' ') ? 1_000_000 : 1_000
    votes.set(fact.name, (votes.get(fact.name) ?? 0) + weight)
  }
  return [...votes].sort((left, right) => right[1] - left[1] || byText(left[0], right[0]))[0]?.[0] ?? ''
}

function kindOf(found: Mention[], name: string): Person['kind'] {
  if (namesOrganisation(name)) return 'organisation'
  const written = found.filter(({ fact }) => fact.role !== 'repository_owner' && fact.role !== 'funding_account')
  const isPerson = written.some(({ fact }) => fact.name.includes(' ') || fact.role !== 'copyright_holder')
  return isPerson ? 'person' : 'account'
}

function packageEdges(id: string, found: Mention[]): PackagePerson[] {
  const byPackage = new Map<string, Mention[]>()
  for (const mention of found)
    byPackage.set(mention.package.id, [...(byPackage.get(mention.package.id) ?? []), mention])
  return [...byPackage].map(([packageId, mentions]) => ({
    person: id,
    package: packageId,
    roles: roles.filter((role) => mentions.some((each) => each.fact.role === role)),
    evidence: sorted(mentions.map(({ fact }) => `${fact.evidence.file} ${fact.evidence.field}`)).slice(0, 6),
  }))
}

function sorted(values: (string | undefined)[]): string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort(byText)
}

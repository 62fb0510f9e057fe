import { IdentityGroups } from './identity-groups.ts'
import { isFreeMail, isSharedMailbox } from './mail-domains.ts'
import type { PackageRecord, PersonFact } from './package-record.ts'
import { comparableName, comparableOrganisation, loginSpells, namesOrganisation } from './person-name.ts'
import { byText } from './plain-text.ts'
import { hostOf, isCodeHost, registrableDomain, siteOf, webAddress } from './web-address.ts'

/** A mention together with the package that makes it. */
export interface Mention {
  fact: PersonFact
  package: PackageRecord
}

const MOST_NAMESAKES = 300

/**
 * Decides which mentions mean the same person or organisation. Careful on purpose: one address, one account, or one name
 * together with something else in common; the name alone only when it is a full name and nothing speaks against it.
 */
export function groupMentions(mentions: Mention[]): IdentityGroups {
  const groups = new IdentityGroups(mentions.length)
  joinSameKeys(mentions, groups)
  joinInsidePackages(mentions, groups)
  joinNamesakes(mentions, groups)
  return groups
}

function joinSameKeys(mentions: Mention[], groups: IdentityGroups): void {
  const first = new Map<string, number>()
  for (const [index, { fact }] of mentions.entries()) {
    const keys: [string, string][] = []
    if (fact.account) keys.push([`account ${fact.account}`, `same account ${fact.account}`])
    if (fact.email) {
      const key = isSharedMailbox(fact.email) ? `mail ${fact.email} ${comparableName(fact.name)}` : `mail ${fact.email}`
      keys.push([key, `same e-mail address ${fact.email}`])
    }
    if (namesOrganisation(fact.name)) {
      keys.push([`organisation ${comparableOrganisation(fact.name)}`, 'same organisation name'])
    }
    for (const [key, reason] of keys) {
      const known = first.get(key)
      if (known === undefined) first.set(key, index)
      else groups.join(known, index, reason)
    }
  }
}

function joinInsidePackages(mentions: Mention[], groups: IdentityGroups): void {
  const byPackage = new Map<string, number[]>()
  for (const [index, mention] of mentions.entries()) {
    const list = byPackage.get(mention.package.id)
    if (list) list.push(index)
    else byPackage.set(mention.package.id, [index])
  }
  for (const indexes of byPackage.values()) {
    for (const left of indexes) {
      for (const right of indexes) {
        if (left === right) continue
        const one = (mentions[left] as Mention).fact
        const other = (mentions[right] as Mention).fact
        if (left < right && comparableName(one.name) === comparableName(other.name)) {
          groups.join(left, right, 'same name in the same package')
        }
        const reason = accountMeans(one, other)
        if (reason !== null) groups.join(left, right, `${reason}, in the same package (${one.account})`)
      }
    }
  }
}

/** Why a bare account and a name in the same package are one; null when nothing says so. */
function accountMeans(account: PersonFact, named: PersonFact): string | null {
  const [host, login] = account.account?.split('/') ?? []
  if (!host || !login || !isCodeHost(host) || named.role === 'repository_owner' || named.role === 'funding_account')
    return null
  if (account.role !== 'repository_owner' && account.role !== 'funding_account') return null
  if (named.handle === login) return 'the name is written with the handle of the account'
  const mailbox = named.email?.split('@')[0]?.replace(/[^a-z0-9]/g, '')
  const plain = login.replace(/[^a-z0-9]/g, '')
  if (mailbox === plain && plain.length >= 4) return 'the mailbox is called as the account'
  const label = ownDomains(named).map((domain) => domain.split('.')[0])
  // Only with a piece of the name in it: a company's domain is also called as the company's account.
  const partOfName = comparableName(named.name)
    .split(' ')
    .some((word) => word.length >= 3 && plain.includes(word))
  if (plain.length >= 4 && partOfName && label.includes(plain)) return 'the web or mail domain is called as the account'
  const name = namesOrganisation(named.name) ? comparableOrganisation(named.name) : named.name
  return loginSpells(login, name)
}

/** Domains that identify: neither free mail nor a site many people share. */
function ownDomains(fact: PersonFact): string[] {
  const domains: string[] = []
  const mail = fact.email ? registrableDomain(fact.email.split('@')[1] ?? '') : ''
  if (mail !== '' && !isFreeMail(mail)) domains.push(mail)
  const url = fact.url ? webAddress(fact.url) : null
  if (url !== null && siteOf(url) !== undefined) domains.push(registrableDomain(hostOf(url)))
  return domains
}

interface Namesake {
  emails: Set<string>
  codeAccounts: Set<string>
  hints: Set<string>
}

function joinNamesakes(mentions: Mention[], groups: IdentityGroups): void {
  const byName = new Map<string, Set<number>>()
  for (const [index, { fact }] of mentions.entries()) {
    if (namesOrganisation(fact.name) || fact.role === 'repository_owner' || fact.role === 'funding_account') continue
    const name = comparableName(fact.name)
    if (name.length < 3) continue
    byName.set(name, (byName.get(name) ?? new Set()).add(groups.find(index)))
  }
  const sketches = new Map<number, Namesake>()
  for (const [index, mention] of mentions.entries()) sketch(sketches, groups.find(index), mention)
  for (const [name, roots] of [...byName].sort(([left], [right]) => byText(left, right))) {
    const sorted = [...roots].sort((left, right) => left - right).slice(0, MOST_NAMESAKES)
    for (const [position, left] of sorted.entries()) {
      for (const right of sorted.slice(position + 1)) {
        const reason = sameName(name, sketches.get(left), sketches.get(right))
        if (reason !== null && groups.find(left) !== groups.find(right)) {
          groups.join(left, right, reason)
          absorb(sketches, left, right)
        }
      }
    }
  }
}

function sketch(sketches: Map<number, Namesake>, root: number, { fact, package: found }: Mention): void {
  const known = sketches.get(root) ?? { emails: new Set(), codeAccounts: new Set(), hints: new Set() }
  sketches.set(root, known)
  if (fact.email) known.emails.add(fact.email)
  if (fact.account && isCodeHost(fact.account.split('/')[0] ?? '')) known.codeAccounts.add(fact.account)
  for (const domain of ownDomains(fact)) known.hints.add(`domain ${domain}`)
  if (found.repository)
    known.hints.add(`repository owner ${found.repository.host}/${found.repository.owner.toLowerCase()}`)
  const scope = found.name.split('/')[0] as string
  if (scope.startsWith('@')) known.hints.add(`package scope ${scope}`)
}

// Both sides keep one sketch, so that a later namesake is compared with all that is known.
function absorb(sketches: Map<number, Namesake>, left: number, right: number): void {
  const into = sketches.get(left)
  const from = sketches.get(right)
  if (!into || !from) return
  for (const field of ['emails', 'codeAccounts', 'hints'] as const)
    for (const value of from[field]) into[field].add(value)
  sketches.set(right, into)
}

function sameName(name: string, left?: Namesake, right?: Namesake): string | null {
  if (!left || !right) return null
  const hint = [...left.hints].filter((each) => right.hints.has(each)).sort(byText)[0]
  if (hint) return `same name and same ${hint}`
  const isFullName = name.includes(' ') && name.length >= 8
  if (!isFullName || disagree(left.codeAccounts, right.codeAccounts) || disagree(left.emails, right.emails)) return null
  return 'same full name, and nothing that speaks against it'
}

function disagree(left: Set<string>, right: Set<string>): boolean {
  return left.size > 0 && right.size > 0 && ![...left].some((each) => right.has(each))
}

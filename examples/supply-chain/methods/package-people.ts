import { join } from 'node:path'
import { readInside } from './bounded-file.ts'
import { type PersonFact, type PersonRole, roles } from './package-record.ts'
import { type NamedPerson, readCopyright, readPeople, readPerson } from './person-text.ts'
import { ownField, plainText } from './plain-text.ts'
import { accountOf, isCodeHost, type Repository, webAddress } from './web-address.ts'

const MOST_PEOPLE = 12
const LONGEST_LIST_FILE = 16_000

/** Everybody a package's own files name, each with the place where it stands; the strongest roles first, at most twelve. */
export async function readPackagePeople(
  folder: string,
  fields: Record<string, unknown>,
  rootFiles: string[],
  licenseText: { file: string; text: string } | null,
  repository: Repository | undefined,
  funding: string[],
): Promise<{ people: PersonFact[]; total: number }> {
  const facts: PersonFact[] = []
  const add = (person: NamedPerson, role: PersonRole, file: string, field: string) => {
    facts.push({ ...person, role, evidence: { file, field } })
  }
  const addField = (field: string, role: PersonRole) => {
    const value = ownField(fields, field)
    for (const each of Array.isArray(value) ? value.slice(0, 500) : [value]) {
      for (const person of personField(each)) add(person, role, 'package.json', field)
    }
  }
  addField('author', 'author')
  addField('authors', 'author')
  addField('maintainers', 'maintainer')
  addField('_npmUser', 'published_by')
  for (const { person, line } of licenseText ? readCopyright(licenseText.text) : []) {
    add(person, 'copyright_holder', licenseText?.file ?? '', `line ${line}`)
  }
  if (repository) {
    const account = isCodeHost(repository.host)
      ? { account: `${repository.host}/${repository.owner.toLowerCase()}` }
      : {}
    add({ name: repository.owner, ...account }, 'repository_owner', 'package.json', 'repository')
  }
  for (const address of funding) {
    const url = webAddress(address)
    const account = url === null ? undefined : accountOf(url)
    if (account) add({ name: account.split('/')[1] as string, account }, 'funding_account', 'package.json', 'funding')
  }
  addField('contributors', 'contributor')
  for (const file of rootFiles.filter((name) =>
    /^(?:authors|contributors|maintainers)(?:\.(?:md|txt))?$/i.test(name),
  )) {
    const text = await readInside(folder, join(folder, file), LONGEST_LIST_FILE + 1)
    if (text === null || text.length > LONGEST_LIST_FILE) continue
    for (const { person, line } of listedPeople(text)) add(person, 'contributor', file, `line ${line}`)
  }
  const ordered = withoutRepeats(facts).sort((left, right) => roles.indexOf(left.role) - roles.indexOf(right.role))
  return { people: ordered.slice(0, MOST_PEOPLE), total: ordered.length }
}

function personField(value: unknown): NamedPerson[] {
  if (typeof value === 'string') return /[<(]/.test(value) ? one(readPerson(value)) : readPeople(value)
  const login = plainText(ownField(value, 'githubUsername'), 39)
  const url = webAddress(plainText(ownField(value, 'url') ?? ownField(value, 'web'), 200))
  const account = login === '' ? (url === null ? undefined : accountOf(url)) : `github.com/${login.toLowerCase()}`
  const email = plainText(ownField(value, 'email'), 100).toLowerCase()
  const people = readPeople(plainText(ownField(value, 'name'), 200))
  if (people.length === 0 && account) people.push({ name: account.split('/')[1] as string })
  // An address beside two names says nothing about which of them it belongs to.
  if (people.length !== 1) return people
  return [
    {
      ...(people[0] as NamedPerson),
      ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email) ? { email } : {}),
      ...(url ? { url: plainText(url.href.replace(/\/$/, ''), 120) } : {}),
      ...(account ? { account } : {}),
    },
  ]
}

function one(person: NamedPerson | null): NamedPerson[] {
  return person === null ? [] : [person]
}

/** Lines that look like a name, not like prose: with an address, or two to four words that start with a capital letter. */
function listedPeople(text: string): { person: NamedPerson; line: number }[] {
  const found: { person: NamedPerson; line: number }[] = []
  for (const [index, raw] of text.split(/\r?\n/).slice(0, 400).entries()) {
    const line = raw.replace(/^\s*(?:[-*+]|\d+\.)\s+/, '').trim()
    const looksLikeName =
      /<[^<>\s]+@[^<>\s]+>/.test(line) || /^(?:\p{Lu}[\p{L}'.-]*\s+){1,3}\p{Lu}[\p{L}'.-]*$/u.test(line)
    const person = looksLikeName && !/[#$:]/.test(line) ? readPerson(line) : null
    if (person !== null) found.push({ person, line: index + 1 })
  }
  return found
}

function withoutRepeats(facts: PersonFact[]): PersonFact[] {
  const seen = new Set<string>()
  return facts.filter((fact) => {
    const key = [fact.role, fact.name.toLowerCase(), fact.email, fact.account].join('\n')
    return seen.has(key) ? false : Boolean(seen.add(key))
  })
}

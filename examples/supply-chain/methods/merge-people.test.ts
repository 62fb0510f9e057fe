import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixturePackage, fixturePerson, fixtureRepository } from './fixture-package.ts'
import { fixtureContext } from './fixture-workspace.ts'
import { mergePeople, mergePeopleOutput } from './merge-people.ts'
import type { PackageRecord, PersonFact } from './package-record.ts'

async function merge(packages: (PackageRecord | null)[]) {
  return mergePeopleOutput.parse(await mergePeople({ packages }, fixtureContext()))
}

/** Two packages with one mention each: how many people come out? */
async function pair(left: PersonFact, right: PersonFact, more: Partial<PackageRecord> = {}) {
  const merged = await merge([
    fixturePackage('a@1.0.0', { people: [left], ...more }),
    fixturePackage('b@1.0.0', { people: [right], ...more }),
  ])
  return merged.people.length
}

const login = (name: string, role: 'repository_owner' | 'funding_account' = 'repository_owner') =>
  fixturePerson(name, { role, account: `github.com/${name.toLowerCase()}` })

describe('takes two mentions for one', () => {
  test('with the same e-mail address', async () => {
    expect(
      await pair(
        fixturePerson('Ben Coe', { email: 'ben@x.example' }),
        fixturePerson('Benjamin', { email: 'ben@x.example' }),
      ),
    ).toBe(1)
  })
  test('with the same account', async () => {
    expect(await pair(fixturePerson('Ada', { account: 'github.com/ada' }), login('ada'))).toBe(1)
  })
  test('with the same name and repository owner, even with two addresses', async () => {
    const repository = fixtureRepository('chaijs', 'x')
    expect(
      await pair(
        fixturePerson('Jake L', { email: 'a@x.example' }),
        fixturePerson('Jake L', { email: 'b@y.example' }),
        repository ? { repository } : {},
      ),
    ).toBe(1)
  })
  test('with the same full name and nothing against it', async () => {
    expect(await pair(fixturePerson('Müller  Änne'), fixturePerson('muller anne'))).toBe(1)
  })
  test('when organisations differ only in their legal form', async () => {
    expect(await pair(fixturePerson('Google Inc.'), fixturePerson('Google, LLC'))).toBe(1)
  })
  test.each([
    ['Rich Harris', 'Rich-Harris', {}],
    ['Evan Wallace', 'evanw', {}],
    ['Justin Ridgewell', 'jridgewell', {}],
    ['Someone', 'alangpierce', { email: 'alangpierce@gmail.com' }],
    ['Tobias', 'sokra', { handle: 'sokra' }],
    ['Paul Miller', 'paulmillr', { url: 'https://paulmillr.com' }],
  ])('when the account of the same package fits %s: %s', async (name, account, given) => {
    const people = [fixturePerson(name, given), login(account)]
    expect((await merge([fixturePackage('a@1.0.0', { people })])).people).toHaveLength(1)
    expect(await pair(people[0] as PersonFact, people[1] as PersonFact)).toBe(2)
  })
})

describe('keeps two mentions apart', () => {
  test('with one name but different accounts', async () => {
    expect(
      await pair(
        fixturePerson('John Q Smith', { account: 'github.com/a' }),
        fixturePerson('John Q Smith', { account: 'github.com/b' }),
      ),
    ).toBe(2)
  })
  test('with one name but different addresses at providers anybody can use', async () => {
    expect(
      await pair(
        fixturePerson('John Smithson', { email: 'a@gmail.com' }),
        fixturePerson('John Smithson', { email: 'b@gmail.com' }),
      ),
    ).toBe(2)
  })
  test('with the same short name only', async () => {
    expect(await pair(fixturePerson('Sam'), fixturePerson('Sam'))).toBe(2)
  })
  test('with a mailbox that several people read', async () => {
    expect(
      await pair(fixturePerson('Ann', { email: 'info@x.example' }), fixturePerson('Bob', { email: 'info@x.example' })),
    ).toBe(2)
  })
  test("when a company's domain and account are called alike", async () => {
    const people = [
      fixturePerson('Nick Fitz', { email: 'nf@mozilla.com' }),
      fixturePerson('Steve Crane', { email: 'sc@mozilla.com' }),
      login('mozilla'),
    ]
    expect((await merge([fixturePackage('a@1.0.0', { people })])).people).toHaveLength(3)
  })
})

test('says what each one is, why it was joined, and where it stands', async () => {
  const merged = await merge([
    fixturePackage('a@1.0.0', {
      people: [fixturePerson('Ada Lovelace', { email: 'ada@love.example' }), login('engine-org')],
    }),
    fixturePackage('a@2.0.0', {
      people: [
        fixturePerson('Ada Lovelace', { email: 'ada@love.example' }),
        fixturePerson('Acme Foundation', { role: 'copyright_holder' }),
      ],
    }),
    fixturePackage('b@1.0.0', { people: [fixturePerson('A. L.', { email: 'ada@love.example', role: 'contributor' })] }),
    fixturePackage('c@1.0.0', { people: [login('engine-org')] }),
    fixturePackage('d@1.0.0'),
    null,
  ])
  const ada = merged.people.find((each) => each.name === 'Ada Lovelace')
  expect(ada).toMatchObject({
    id: 'ada@love.example',
    kind: 'person',
    aliases: ['A. L.'],
    domains: ['love.example'],
    packages: ['a'],
    package_count: 1,
    contributed_to: ['b'],
    merged_because: ['same e-mail address ada@love.example'],
  })
  expect(merged.people.map((each) => [each.name, each.kind])).toContainEqual(['Acme Foundation', 'organisation'])
  expect(merged.people.map((each) => [each.name, each.kind])).toContainEqual(['engine-org', 'account'])
  expect(merged.package_people).toContainEqual({
    person: 'ada@love.example',
    package: 'a@2.0.0',
    roles: ['author'],
    evidence: ['package.json author'],
  })
  expect(merged.unattributed_packages).toEqual(['d@1.0.0'])
  expect(merged.account_only_packages).toEqual(['c@1.0.0'])
  expect(merged.counts).toMatchObject({
    packages: 5,
    unread: 1,
    mentions: 6,
    people: 3,
    persons: 1,
    organisations: 1,
    accounts: 1,
  })
})

test('does not depend on the order of the packages, and loses no mention', async () => {
  const fact = fc.record({
    name: fc.constantFrom('Ada Lovelace', 'Bob Sample', 'Bob', 'Acme Inc.', 'ada'),
    email: fc.option(fc.constantFrom('ada@x.example', 'bob@gmail.com', 'info@x.example'), { nil: undefined }),
    account: fc.option(fc.constantFrom('github.com/ada', 'github.com/bobs'), { nil: undefined }),
    role: fc.constantFrom('author' as const, 'contributor' as const, 'repository_owner' as const),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fact, { maxLength: 4 }), { maxLength: 6 }), async (lists) => {
      const packages = lists.map((people, index) =>
        fixturePackage(`p${index}@1.0.0`, {
          people: people.map(({ name, ...given }) =>
            JSON.parse(JSON.stringify(fixturePerson(name, given as Partial<PersonFact>))),
          ),
        }),
      )
      const one = await merge(packages)
      expect(await merge([...packages].reverse())).toEqual(one)
      expect(new Set(one.people.map((each) => each.id)).size).toBe(one.people.length)
      const attributed = new Set(one.package_people.map((each) => each.package))
      expect(attributed.size).toBe(packages.filter((each) => each.people.length > 0).length)
    }),
    { numRuns: 60 },
  )
})

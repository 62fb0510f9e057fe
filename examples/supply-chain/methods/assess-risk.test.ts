import { expect, test } from 'vitest'
import { assessRisk, assessRiskOutput } from './assess-risk.ts'
import { fixturePackage, fixturePerson } from './fixture-package.ts'
import { fixtureContext } from './fixture-workspace.ts'
import { licenseClass } from './license-class.ts'
import { mergePeople } from './merge-people.ts'
import type { PackageRecord } from './package-record.ts'

async function assess(packages: (PackageRecord | null)[]) {
  const people = await mergePeople({ packages }, fixtureContext())
  return assessRiskOutput.parse(await assessRisk({ packages, people }, fixtureContext()))
}

const declared = (expression: string | null, text: string | null = expression) => ({
  expression,
  declared: text,
  normalised: false,
})
const repository = { host: 'github.com', owner: 'o', name: 'n', url: 'https://github.com/o/n' }
const clean = { repository, people: [fixturePerson('Ann Example'), fixturePerson('Acme Inc.')] }

test.each([
  ['MIT', 'permissive'],
  ['MIT OR GPL-3.0-only', 'permissive'],
  ['MIT AND GPL-3.0-only', 'strong_copyleft'],
  ['(LGPL-2.1 OR AGPL-3.0) AND MIT', 'weak_copyleft'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'weak_copyleft'],
  ['MPL-2.0', 'weak_copyleft'],
  ['BUSL-1.1', 'custom'],
  ['CC-BY-NC-4.0', 'custom'],
])('sorts the licence %s as %s', (expression, expected) => {
  expect(licenseClass(declared(expression))).toBe(expected)
})

test('finds nothing in packages that show nothing', async () => {
  const { findings, scores } = await assess([fixturePackage('a@1.0.0', clean)])
  expect(findings).toEqual([])
  expect(scores).toEqual([{ id: 'a@1.0.0', score: 0, reasons: [] }])
})

test('states what the files show, the gravest first, with evidence', async () => {
  const { findings, ...parts } = await assess([
    fixturePackage('copyleft@1.0.0', { ...clean, license: declared('GPL-3.0-only') }),
    fixturePackage('script@1.0.0', {
      ...clean,
      install_scripts: { postinstall: { command: 'node x.js', runs_file: 'x.js', mentions: ['network'] } },
    }),
    fixturePackage('native@1.0.0', {
      repository,
      native_binaries: [{ file: 'x.node', kind: 'node', bytes: 900 }],
      native_count: 1,
      native_bytes: 900,
    }),
    fixturePackage('bare@1.0.0', {
      people: clean.people,
      license: declared(null),
      contact_domains: ['127.0.0.1', 'xn--e1afmkfd.example'],
    }),
    fixturePackage('own@1.0.0', { ...clean, license: declared(null, 'SEE LICENSE IN X') }),
    fixturePackage('one@1.0.0', { repository, people: [fixturePerson('Ada Love', { email: 'ada@adalove.example' })] }),
    ...Array.from({ length: 6 }, (_, index) =>
      fixturePackage(`user${index}@1.0.0`, { ...clean, dependencies: ['one@1.0.0'] }),
    ),
    null,
  ])
  expect(findings.map((each) => `${each.severity} ${each.id} ${each.packages[0]}`)).toEqual([
    'high licence_strong_copyleft copyleft@1.0.0',
    'medium install_scripts script@1.0.0',
    'medium single_person one@1.0.0',
    'medium licence_undeclared bare@1.0.0',
    'medium licence_custom own@1.0.0',
    'medium nobody_named native@1.0.0',
    'medium unusual_addresses bare@1.0.0',
    'low native_code native@1.0.0',
    'low no_repository bare@1.0.0',
    'info private_mail_domains adalove.example',
    'info not_complete unread packages',
  ])
  const of = (id: string) => findings.find((each) => each.id === id)
  expect(of('install_scripts')?.evidence).toEqual([
    'script@1.0.0: package.json postinstall = "node x.js"; mentions network',
  ])
  expect(of('single_person')?.detail).toContain('one@1.0.0 (Ada Love; 6 others depend on it)')
  expect(of('single_person')?.title).toBe('1 package of 12 names exactly one person and no organisation')
  expect(of('native_code')?.title).toContain('8 % of the bytes')
  expect(parts.licence_counts).toContainEqual({ class: 'permissive', count: 9 })
  expect(parts.scores[0]).toMatchObject({ id: 'script@1.0.0', score: 45 })
  expect(parts.private_mail_domains).toEqual([{ domain: 'adalove.example', person: 'Ada Love', packages: 1 }])
})

import type { PackageRecord, PersonFact } from './package-record.ts'

/** A package record for tests; only what matters is given. */
export function fixturePackage(id: string, given: Partial<PackageRecord> = {}): PackageRecord {
  const at = id.lastIndexOf('@')
  const name = id.slice(0, at)
  return {
    id,
    name,
    version: id.slice(at + 1),
    path: `node_modules/${name}`,
    direct: false,
    description: '',
    license: { expression: 'MIT', declared: 'MIT', normalised: false },
    people: [],
    people_total: given.people?.length ?? 0,
    funding: [],
    install_scripts: {},
    native_binaries: [],
    native_count: 0,
    native_bytes: 0,
    size_bytes: 1000,
    file_count: 3,
    files_capped: false,
    dependencies: [],
    contact_domains: [],
    ...given,
  }
}

/** A mention for tests, an author in package.json unless told. */
export function fixturePerson(name: string, given: Partial<PersonFact> = {}): PersonFact {
  return { name, role: 'author', evidence: { file: 'package.json', field: given.role ?? 'author' }, ...given }
}

/** The repository field of a package on GitHub. */
export function fixtureRepository(owner: string, name: string): PackageRecord['repository'] {
  return { host: 'github.com', owner, name, url: `https://github.com/${owner}/${name}` }
}

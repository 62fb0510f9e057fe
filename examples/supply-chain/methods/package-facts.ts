import { blastRadius, directDependents } from './dependents.ts'
import { type LicenseClass, licenseClass } from './license-class.ts'
import type { PeopleInput, Person } from './merge-people.ts'
import type { PackageRecord } from './package-record.ts'

/** A package with what follows from the whole: who stands behind it, what depends on it, what its licence is. */
export interface PackageFacts {
  record: PackageRecord
  persons: Person[]
  organisations: Person[]
  accounts: Person[]
  blast: number
  license: LicenseClass
}

/** Puts packages and people together. Contributors are left out: being listed as one is not standing behind a package. */
export function packageFacts(packages: PackageRecord[], people: PeopleInput): PackageFacts[] {
  const known = new Map(people.people.map((each) => [each.id, each]))
  const behind = new Map<string, Person[]>()
  for (const edge of people.package_people) {
    const person = known.get(edge.person)
    if (person && edge.roles.some((role) => role !== 'contributor')) {
      behind.set(edge.package, [...(behind.get(edge.package) ?? []), person])
    }
  }
  const dependents = directDependents(packages)
  return packages.map((record) => {
    const all = behind.get(record.id) ?? []
    return {
      record,
      persons: all.filter((each) => each.kind === 'person'),
      organisations: all.filter((each) => each.kind === 'organisation'),
      accounts: all.filter((each) => each.kind === 'account'),
      blast: blastRadius([record.id], dependents).size,
      license: licenseClass(record.license),
    }
  })
}

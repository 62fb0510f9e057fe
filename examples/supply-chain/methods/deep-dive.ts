import { realpath } from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { type CodeAbilities, readCodeAbilities } from './code-abilities.ts'
import { blastRadius, directDependents } from './dependents.ts'
import { type PackagePerson, type PeopleInput, peopleInput, person } from './merge-people.ts'
import type { MethodContext } from './method-context.ts'
import { packageFacts } from './package-facts.ts'
import { type PackageRecord, type PackageRecords, packageRecords, roles } from './package-record.ts'
import { byText } from './plain-text.ts'

const MOST_PACKAGES = 80

export const deepDiveInput = z.object({
  folder: z.string().min(1).describe('the workspace folder'),
  person_id: z.string().min(1),
  packages: packageRecords,
  people: peopleInput,
})

const dossierPackage = z.object({
  id: z.string(),
  roles: z.array(z.enum(roles)),
  evidence: z.array(z.string()),
  licence: z.string(),
  blast_radius: z.number().int(),
  only_person: z.boolean().describe('no other person and no organisation is named'),
  install_scripts: z.array(z.string()),
  native_files: z.number().int(),
  abilities: z.array(z.string()),
  ability_evidence: z.array(z.string()),
  way_in: z.array(z.string()).describe('shortest way from a package the workspace declares down to this one'),
})

export const deepDiveOutput = z.object({
  person,
  packages: z.array(dossierPackage).describe('the widest blast radius first'),
  packages_left_out: z.number().int(),
  blast_radius: z.number().int(),
  installed_packages: z.number().int(),
  direct_reached: z.array(z.string()).describe('packages that the workspace itself declares'),
  direct_packages: z.number().int(),
  only_person_in: z.number().int(),
  co_maintainers: z.array(
    z.object({ id: z.string(), name: z.string(), kind: z.string(), packages: z.array(z.string()) }),
  ),
  funding: z.array(z.string()),
  repository_owners: z.array(z.object({ owner: z.string(), packages: z.number().int() })),
  abilities: z.array(z.object({ ability: z.string(), packages: z.array(z.string()) })),
  code_files_read: z.number().int(),
  code_complete: z.boolean().describe('false when some code was beyond the limits'),
})

export type Dossier = z.infer<typeof deepDiveOutput>

/**
 * Everything the installed files tell about one person: each package with the evidence, what depends on it and by which way
 * it came in, who else is named there, and what the code of these packages mentions. Reads code, never runs it.
 * @throws Error when nobody has that id
 * @example await deepDive({ folder: '.', person_id: 'github.com/octocat', packages, people }, context)
 */
export async function deepDive(
  input: { folder: string; person_id: string; packages: PackageRecords; people: PeopleInput },
  context: MethodContext,
): Promise<Dossier> {
  const who = input.people.people.find((each) => each.id === input.person_id)
  if (who === undefined) {
    throw new Error(
      `nobody has the id '${input.person_id}'; expected an id from merge_people, such as '${input.people.people[0]?.id ?? 'github.com/octocat'}'`,
    )
  }
  const packages = input.packages.filter((each) => each != null)
  const records = new Map(packages.map((each) => [each.id, each]))
  const edges = input.people.package_people.filter((each) => each.person === who.id && records.has(each.package))
  const leading = edges.filter((each) => each.roles.some((role) => role !== 'contributor'))
  const dependents = directDependents(packages)
  const facts = new Map(packageFacts(packages, input.people).map((each) => [each.record.id, each]))
  const direct = new Set(packages.filter((each) => each.direct).map((each) => each.id))
  const reached = blastRadius(
    leading.map((each) => each.package),
    dependents,
  )

  const ordered = [...leading].sort(
    (left, right) =>
      (facts.get(right.package)?.blast ?? 0) - (facts.get(left.package)?.blast ?? 0) ||
      byText(left.package, right.package),
  )
  const dossier: Dossier['packages'] = []
  let filesRead = 0
  let complete = true
  for (const edge of ordered.slice(0, MOST_PACKAGES)) {
    context.signal.throwIfAborted()
    const record = records.get(edge.package) as PackageRecord
    const fact = facts.get(edge.package)
    const code = await readCode(input.folder, record, context)
    filesRead += code?.files_read ?? 0
    complete &&= code?.complete ?? false
    dossier.push({
      id: record.id,
      roles: edge.roles,
      evidence: edge.evidence,
      licence: record.license.expression ?? record.license.declared ?? 'none declared',
      blast_radius: fact?.blast ?? 1,
      only_person: fact?.persons.length === 1 && fact.organisations.length === 0,
      install_scripts: Object.entries(record.install_scripts).map(([hook, script]) => `${hook}: ${script.command}`),
      native_files: record.native_count,
      abilities: code?.abilities ?? [],
      ability_evidence: code?.evidence ?? [],
      way_in: wayIn(record.id, dependents, direct),
    })
    context.heartbeat({ package: record.id })
  }
  const names = [...new Set(dossier.flatMap((each) => each.abilities))]
  return {
    person: who,
    packages: dossier,
    packages_left_out: ordered.length - dossier.length,
    blast_radius: reached.size,
    installed_packages: packages.length,
    direct_reached: [...reached].filter((id) => direct.has(id)).sort(byText),
    direct_packages: direct.size,
    only_person_in: leading.filter(
      (each) => facts.get(each.package)?.persons.length === 1 && facts.get(each.package)?.organisations.length === 0,
    ).length,
    co_maintainers: coMaintainers(who.id, leading, input.people),
    funding: [...new Set(leading.flatMap((each) => records.get(each.package)?.funding ?? []))]
      .sort(byText)
      .slice(0, 20),
    repository_owners: owners(leading.map((each) => records.get(each.package) as PackageRecord)),
    abilities: names.map((ability) => ({
      ability,
      packages: dossier.filter((each) => each.abilities.includes(ability)).map((each) => each.id),
    })),
    code_files_read: filesRead,
    code_complete: complete,
  }
}

async function readCode(
  workspace: string,
  record: PackageRecord,
  context: MethodContext,
): Promise<CodeAbilities | null> {
  if (isAbsolute(record.path) || !/(?:^|\/)node_modules\//.test(record.path)) return null
  const folder = await realpath(resolve(workspace, record.path)).catch(() => null)
  return folder === null ? null : readCodeAbilities(folder, context)
}

/** The shortest chain of dependencies from a package the workspace declares down to this one. */
function wayIn(id: string, dependents: Map<string, string[]>, direct: Set<string>): string[] {
  const below = new Map<string, string | null>([[id, null]])
  for (const at of below.keys()) {
    if (direct.has(at)) {
      const way: string[] = []
      for (let step: string | null = at; step !== null; step = below.get(step) ?? null) way.push(step)
      return way
    }
    for (const dependent of dependents.get(at) ?? []) if (!below.has(dependent)) below.set(dependent, at)
  }
  return []
}

function coMaintainers(id: string, leading: PackagePerson[], people: PeopleInput): Dossier['co_maintainers'] {
  const own = new Set(leading.map((each) => each.package))
  const shared = new Map<string, string[]>()
  for (const edge of people.package_people) {
    if (edge.person === id || !own.has(edge.package) || edge.roles.every((role) => role === 'contributor')) continue
    shared.set(edge.person, [...(shared.get(edge.person) ?? []), edge.package])
  }
  return people.people
    .filter((each) => shared.has(each.id))
    .map((each) => ({ id: each.id, name: each.name, kind: each.kind, packages: shared.get(each.id) ?? [] }))
    .sort((left, right) => right.packages.length - left.packages.length || byText(left.id, right.id))
    .slice(0, 20)
}

function owners(records: PackageRecord[]): Dossier['repository_owners'] {
  const counts = new Map<string, number>()
  for (const { repository } of records) {
    const owner = repository ? `${repository.host}/${repository.owner}` : 'none declared'
    counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return [...counts]
    .map(([owner, count]) => ({ owner, packages: count }))
    .sort((left, right) => right.packages - left.packages || byText(left.owner, right.owner))
}

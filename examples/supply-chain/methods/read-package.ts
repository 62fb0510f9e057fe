import { readdir, realpath } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { readInside } from './bounded-file.ts'
import { readInstallScripts } from './install-scripts.ts'
import { readLicense } from './license.ts'
import { installedFrom } from './list-packages.ts'
import { readManifest } from './manifest.ts'
import type { MethodContext } from './method-context.ts'
import { weighFiles } from './package-files.ts'
import { readPackagePeople } from './package-people.ts'
import { type PackageRecord, type PersonFact, packageRecord } from './package-record.ts'
import { byText, ownField, plainObject, plainText } from './plain-text.ts'
import { hostOf, type Repository, registrableDomain, repositoryOf, webAddress } from './web-address.ts'

const MOST_BINARIES = 5
const MOST_DEPENDENCIES = 200

export const readPackageInput = z.object({
  folder: z.string().min(1).describe('the workspace folder'),
  path: z.string().min(1).describe('the package, relative to the workspace folder, as list_packages gives it'),
  direct: z.boolean().default(false),
})

export const readPackageOutput = packageRecord

/**
 * Reads one installed package: who is named in its files, licence, repository, funding, install scripts, compiled code, size.
 * Runs nothing, follows no link out of the package, and reads a bounded number of bytes of each file.
 * @throws Error when the folder is no installed package
 * @example await readPackage({ folder: '.', path: 'node_modules/zod', direct: true }, context)
 */
export async function readPackage(
  input: z.input<typeof readPackageInput>,
  context: MethodContext,
): Promise<PackageRecord> {
  const folder = await packageFolder(input.folder, input.path)
  const manifest = await readManifest(folder)
  if (!manifest.ok) throw new Error(`cannot read the package at '${input.path}': ${manifest.reason}`)
  const { fields, name, version } = manifest
  const rootFiles = (await readdir(folder)).sort(byText)
  const files = await weighFiles(folder, context)
  const license = await licenseText(folder, rootFiles)
  const repository = repositoryField(fields)
  const funding = fundingField(fields)
  const homepage = webAddress(plainText(ownField(fields, 'homepage'), 200))
  const people = await readPackagePeople(folder, fields, rootFiles, license, repository, funding)
  return {
    id: `${name}@${version}`,
    name,
    version,
    path: input.path,
    direct: input.direct ?? false,
    description: plainText(ownField(fields, 'description'), 120),
    license: readLicense(fields, license?.file, license?.text),
    people: people.people,
    people_total: people.total,
    ...(repository ? { repository } : {}),
    ...(homepage ? { homepage: plainText(homepage.href, 160) } : {}),
    funding,
    install_scripts: await readInstallScripts(folder, fields),
    native_binaries: files.binaries.slice(0, MOST_BINARIES),
    native_count: files.binaries.length,
    native_bytes: files.binaries.reduce((sum, each) => sum + each.bytes, 0),
    size_bytes: files.size_bytes,
    file_count: files.file_count,
    files_capped: files.files_capped,
    dependencies: await dependencyIds(folder, fields),
    contact_domains: contactDomains(people.people, [repository?.url, homepage?.href, ...funding]),
  }
}

async function packageFolder(workspace: string, path: string): Promise<string> {
  // The path may lead upwards (a project inside a bigger workspace), but always to a package inside some node_modules.
  if (isAbsolute(path) || !/(?:^|\/)node_modules\//.test(path)) {
    throw new Error(`'${path}' is not a path of an installed package; expected one such as 'node_modules/zod'`)
  }
  try {
    return await realpath(resolve(workspace, path))
  } catch {
    throw new Error(`there is no package at '${path}' in '${workspace}'`)
  }
}

async function licenseText(folder: string, rootFiles: string[]): Promise<{ file: string; text: string } | null> {
  for (const file of rootFiles
    .filter((name) => /^(?:licen[cs]e|copying|unlicense)(?:[-.].*)?$/i.test(name))
    .slice(0, 5)) {
    const text = await readInside(folder, join(folder, file), 16_000)
    if (text !== null) return { file, text }
  }
  return null
}

function repositoryField(fields: Record<string, unknown>): Repository | undefined {
  const value = ownField(fields, 'repository')
  return repositoryOf(plainText(typeof value === 'string' ? value : ownField(value, 'url'), 300))
}

function fundingField(fields: Record<string, unknown>): string[] {
  const value = ownField(fields, 'funding')
  const addresses = (Array.isArray(value) ? value : [value])
    .slice(0, 8)
    .map((each) => webAddress(plainText(typeof each === 'string' ? each : ownField(each, 'url'), 200))?.href)
    .filter((address) => address !== undefined)
  return [...new Set(addresses)]
}

/** Dependencies, optional ones, and peers that are not optional, resolved the way Node would from this package. */
async function dependencyIds(folder: string, fields: Record<string, unknown>): Promise<string[]> {
  const meta = ownField(fields, 'peerDependenciesMeta')
  const peers = Object.keys(plainObject(ownField(fields, 'peerDependencies'))).filter(
    (name) => ownField(ownField(meta, name), 'optional') !== true,
  )
  const names = new Set([
    ...Object.keys(plainObject(ownField(fields, 'dependencies'))),
    ...Object.keys(plainObject(ownField(fields, 'optionalDependencies'))),
    ...peers,
  ])
  const ids = await Promise.all(
    [...names].slice(0, MOST_DEPENDENCIES).map(async (name) => {
      const found = await installedFrom(folder, name)
      return found === null ? plainText(name, 214) : `${found.name}@${found.version}`
    }),
  )
  return ids.filter((id) => id !== '').sort(byText)
}

function contactDomains(people: PersonFact[], addresses: (string | undefined)[]): string[] {
  const hosts = new Set<string>()
  for (const person of people) {
    if (person.email) hosts.add(registrableDomain(person.email.split('@')[1] as string))
  }
  for (const address of [...addresses, ...people.map((person) => person.url)]) {
    const url = address ? webAddress(address) : null
    if (url !== null) hosts.add(registrableDomain(hostOf(url)))
  }
  return [...hosts].sort(byText).slice(0, 20)
}

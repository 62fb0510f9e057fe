import { z } from 'zod'

/** Where a fact stands: a file inside the package, and the field or line in it. */
const evidence = z.object({ file: z.string(), field: z.string() })

/** The ways a package's files can name somebody, strongest first. */
export const roles = [
  'author',
  'maintainer',
  'published_by',
  'copyright_holder',
  'repository_owner',
  'funding_account',
  'contributor',
] as const

/** One mention of a person, organisation or account in one package's files. */
const personFact = z.object({
  name: z.string(),
  email: z.string().optional(),
  url: z.string().optional(),
  account: z.string().optional().describe('host and login, such as github.com/octocat'),
  handle: z.string().optional().describe('an @name inside the text; the site is not stated'),
  role: z.enum(roles),
  evidence,
})

/** A command that runs when the package is installed, and what its own script file mentions. */
const installScript = z.object({
  command: z.string(),
  runs_file: z.string().optional(),
  mentions: z.array(z.string()).describe('words in the command or its script file about network, processes or secrets'),
})

/** A compiled program, library or WebAssembly module, recognised by its first bytes. */
const nativeBinary = z.object({
  file: z.string(),
  kind: z.enum(['elf', 'macho', 'pe', 'wasm', 'node']),
  bytes: z.number().int(),
})

/** The declared licence: `expression` only when it is (or safely becomes) an SPDX expression. */
const licenseFact = z.object({
  expression: z.string().nullable(),
  declared: z.string().nullable().describe('the text in package.json, when there is any'),
  normalised: z.boolean().describe('true when the expression is not literally what was declared'),
  file: z.string().optional().describe('a licence file in the package'),
  file_reads_like: z.string().optional(),
})

/** Everything `read_package` learns from one installed package. */
export const packageRecord = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  path: z.string().describe('relative to the workspace folder'),
  direct: z.boolean().describe('declared by the workspace itself'),
  description: z.string(),
  license: licenseFact,
  people: z.array(personFact),
  people_total: z.number().int().describe('mentions found, before the cap on the list'),
  repository: z.object({ host: z.string(), owner: z.string(), name: z.string(), url: z.string() }).optional(),
  homepage: z.string().optional(),
  funding: z.array(z.string()),
  install_scripts: z.record(z.string(), installScript),
  native_binaries: z.array(nativeBinary).describe('the largest ones'),
  native_count: z.number().int(),
  native_bytes: z.number().int(),
  size_bytes: z.number().int(),
  file_count: z.number().int(),
  files_capped: z.boolean().describe('true when the package has more files than are read'),
  dependencies: z.array(z.string()).describe('as name@version when installed, else only the name'),
  contact_domains: z.array(z.string()),
})

/** The records of a workspace, as the loop over its packages gives them: nothing stands where one could not be read. */
export const packageRecords = z.array(packageRecord.nullish())

export type PackageRecords = z.infer<typeof packageRecords>

/** The part of a record that is enough to follow dependencies: what methods hand on to each other instead of whole records. */
export const installedPackage = packageRecord.pick({ id: true, name: true, direct: true, dependencies: true })

export type InstalledPackage = z.infer<typeof installedPackage>
export type PersonFact = z.infer<typeof personFact>
export type PersonRole = PersonFact['role']
export type PackageRecord = z.infer<typeof packageRecord>
export type LicenseFact = z.infer<typeof licenseFact>
export type InstallScript = z.infer<typeof installScript>
export type NativeBinary = z.infer<typeof nativeBinary>

import type { Dirent } from 'node:fs'
import { readdir, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { z } from 'zod'
import { readInside } from './bounded-file.ts'
import { type Manifest, readManifest } from './manifest.ts'
import type { MethodContext } from './method-context.ts'
import { byText, ownField, plainObject } from './plain-text.ts'

const MOST_PACKAGES = 20_000
const MOST_FOLDERS = 100_000
const DIRECT_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies']

export const listPackagesInput = z.object({
  folder: z.string().min(1).describe('the workspace: the folder that holds node_modules'),
})

export const listPackagesOutput = z.object({
  workspace: z.object({ folder: z.string(), name: z.string().optional() }),
  packages: z.array(
    z.object({
      id: z.string().describe('name@version'),
      name: z.string(),
      version: z.string(),
      path: z.string().describe('relative to the workspace folder, with /'),
      direct: z.boolean().describe('declared by the workspace itself, not only by another package'),
    }),
  ),
  count: z.number().int(),
  own_packages: z.array(z.string()).describe("the workspace's own packages, which are not investigated"),
  unreadable: z.array(z.object({ path: z.string(), reason: z.string() })),
  capped: z.boolean().describe('true when there are more packages than are listed'),
})

type ListPackagesInput = z.infer<typeof listPackagesInput>
type ListPackagesOutput = z.infer<typeof listPackagesOutput>

/**
 * Finds every package installed under `folder/node_modules`: npm and yarn (flat and nested) and pnpm (its store folder and
 * links), each name@version once. Reads only package.json files.
 * @throws Error when the folder has no node_modules
 * @example await listPackages({ folder: '.' }, context)
 */
export async function listPackages(input: ListPackagesInput, context: MethodContext): Promise<ListPackagesOutput> {
  const folder = await realFolder(input.folder)
  const start = join(folder, 'node_modules')
  const found = new Map<string, { name: string; version: string; path: string }>()
  const own = new Map<string, { name: string; manifest: Record<string, unknown> }>()
  const unreadable = new Map<string, string>()
  const seen = new Set<string>()
  const waiting = [start]
  const reach = (next: string) => {
    if (!seen.has(next)) waiting.push(next)
  }

  if (!(await exists(start))) {
    throw new Error(
      `no node_modules folder in '${folder}'; expected the folder of a project whose packages are installed by npm, pnpm or ` +
        'yarn (node-modules linker); install them first, or name another folder',
    )
  }
  while (waiting.length > 0 && found.size < MOST_PACKAGES && seen.size < MOST_FOLDERS) {
    context.signal.throwIfAborted()
    const modules = waiting.pop() as string
    if (seen.has(modules)) continue
    seen.add(modules)
    for (const place of await packagePlaces(modules)) {
      const real = await realpath(place).catch(() => null)
      if (real === null || seen.has(real)) continue
      seen.add(real)
      const manifest = await readManifest(real)
      reach(join(real, 'node_modules'))
      if (!isInstalled(real)) {
        if (real !== folder)
          own.set(real, { name: ownName(manifest, real), manifest: manifest.ok ? manifest.fields : {} })
        continue
      }
      // The folder a link leads to holds the links to that package's own dependencies (pnpm).
      if (real !== place) reach(modulesOf(real))
      if (!manifest.ok) {
        unreadable.set(posix(relative(folder, real)), manifest.reason)
        continue
      }
      const id = `${manifest.name}@${manifest.version}`
      const path = posix(relative(folder, real))
      const known = found.get(id)
      if (known === undefined || byText(path, known.path) < 0) {
        found.set(id, { name: manifest.name, version: manifest.version, path })
      }
      if (found.size % 100 === 0) context.heartbeat({ packages: found.size })
    }
  }

  const root = await readRoot(folder)
  const direct = await directIds([
    { folder, manifest: root },
    ...[...own].map(([at, each]) => ({ folder: at, ...each })),
  ])
  const packages = [...found]
    .map(([id, each]) => ({ id, ...each, direct: direct.has(id) }))
    .sort((left, right) => byText(left.id, right.id))
  const name = ownField(root, 'name')
  return {
    workspace: { folder, ...(typeof name === 'string' ? { name: name.slice(0, 214) } : {}) },
    packages,
    count: packages.length,
    own_packages: [...own.values()].map((each) => each.name).sort(byText),
    unreadable: [...unreadable].map(([path, reason]) => ({ path, reason })).sort((a, b) => byText(a.path, b.path)),
    capped: waiting.some((each) => !seen.has(each)),
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(resolve(folder))
  } catch {
    throw new Error(`there is no folder '${folder}'; expected the folder of a project, such as '.'`)
  }
}

/** The entries of one node_modules folder that can be packages, scopes and pnpm's store opened up. */
async function packagePlaces(modules: string): Promise<string[]> {
  const places: string[] = []
  for (const entry of await entries(modules)) {
    const place = join(modules, entry.name)
    if (entry.name.startsWith('@')) {
      for (const inner of await entries(place)) places.push(join(place, inner.name))
    } else if (entry.name === '.pnpm') {
      for (const inner of await entries(place)) {
        const store = inner.name === 'node_modules' ? join(place, inner.name) : join(place, inner.name, 'node_modules')
        places.push(...(await packagePlaces(store)))
      }
    } else if (!entry.name.startsWith('.')) {
      places.push(place)
    }
  }
  return places
}

async function entries(folder: string): Promise<Dirent[]> {
  const all = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return all
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .sort((left, right) => byText(left.name, right.name))
}

/** The node_modules folder a package lies in. */
function modulesOf(place: string): string {
  const parent = dirname(place)
  return basename(parent).startsWith('@') ? dirname(parent) : parent
}

function isInstalled(place: string): boolean {
  return basename(modulesOf(place)) === 'node_modules'
}

function ownName(manifest: Manifest, place: string): string {
  return manifest.ok ? manifest.name : basename(place)
}

// A workspace root often has no version, so it is not held to the rules for installed packages.
async function readRoot(folder: string): Promise<Record<string, unknown>> {
  try {
    return plainObject(JSON.parse((await readInside(folder, join(folder, 'package.json'), 2_000_000)) ?? '{}'))
  } catch {
    return {}
  }
}

async function directIds(owners: { folder: string; manifest: Record<string, unknown> }[]): Promise<Set<string>> {
  const ids = new Set<string>()
  for (const owner of owners) {
    for (const field of DIRECT_FIELDS) {
      for (const name of Object.keys(plainObject(ownField(owner.manifest, field)))) {
        const manifest = await installedFrom(owner.folder, name)
        if (manifest !== null) ids.add(`${manifest.name}@${manifest.version}`)
      }
    }
  }
  return ids
}

/** The package that `name` means for code in `folder`: the nearest node_modules upwards, as Node looks for it. */
export async function installedFrom(folder: string, name: string): Promise<{ name: string; version: string } | null> {
  if (name.includes('..') || name.startsWith('/')) return null
  for (let at = folder; ; at = dirname(at)) {
    if (basename(at) !== 'node_modules') {
      const real = await realpath(join(at, 'node_modules', name)).catch(() => null)
      const manifest = real === null ? null : await readManifest(real)
      if (manifest?.ok) return { name: manifest.name, version: manifest.version }
    }
    if (dirname(at) === at) return null
  }
}

async function exists(place: string): Promise<boolean> {
  return (await realpath(place).catch(() => null)) !== null
}

function posix(path: string): string {
  return path.split(sep).join('/')
}

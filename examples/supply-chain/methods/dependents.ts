import type { InstalledPackage } from './package-record.ts'

/** For each installed package (name@version) the installed packages that name it as a dependency. */
export function directDependents(packages: InstalledPackage[]): Map<string, string[]> {
  const dependents = new Map<string, string[]>(packages.map((each) => [each.id, []]))
  for (const each of packages) {
    for (const dependency of each.dependencies) {
      if (dependency !== each.id) dependents.get(dependency)?.push(each.id)
    }
  }
  return dependents
}

/**
 * The blast radius: these packages and every installed package that depends on one of them, directly or through others.
 */
export function blastRadius(ids: Iterable<string>, dependents: Map<string, string[]>): Set<string> {
  const reached = new Set<string>()
  const waiting = [...ids].filter((id) => dependents.has(id))
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    for (const dependent of dependents.get(id) ?? []) if (!reached.has(dependent)) waiting.push(dependent)
  }
  return reached
}

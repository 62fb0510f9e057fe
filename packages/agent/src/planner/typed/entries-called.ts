import type { Capability } from '../../catalog/capability.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'

const VERSION = /_v\d+$/
const remembered = new WeakMap<PlannerCatalog, ReadonlyMap<string, readonly Capability[]>>()

/** The entries with an id; where there is none, those that have it in one version: `grade_soil` is `grade_soil_v2`. */
export function entriesCalled(id: string, catalog: PlannerCatalog): readonly Capability[] {
  const own = catalog.byId(id)
  if (own.length > 0) return own
  const entries = withoutVersion(catalog).get(id) ?? []
  return new Set(entries.map((entry) => entry.id)).size === 1 ? entries : []
}

function withoutVersion(catalog: PlannerCatalog): ReadonlyMap<string, readonly Capability[]> {
  const known = remembered.get(catalog)
  if (known !== undefined) return known
  const found = new Map<string, Capability[]>()
  for (const entry of catalog.capabilities) {
    if (!VERSION.test(entry.id)) continue
    const id = entry.id.replace(VERSION, '')
    found.set(id, [...(found.get(id) ?? []), entry])
  }
  remembered.set(catalog, found)
  return found
}

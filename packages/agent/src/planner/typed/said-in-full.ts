import type { Capability } from '../../catalog/capability.js'
import { stem } from '../../words/stem.js'
import type { Workspace } from './workspace.js'

/** Words of a name that say no more than that something is looked for. */
const LOOKING = new Set('search lookup look up get find fetch check query retrieve'.split(' ').map(stem))

/**
 * Whether the whole name of one entry is said, and of another's one that tells it apart is not: `sightings of X` is
 * `sighting_search`, and not `sighting_archive`.
 */
export function isPlainer(a: Capability, b: Capability, said: ReadonlySet<string>, { catalog }: Workspace): boolean {
  const [own, other] = [a, b].map((one) =>
    (catalog.evidence.get(one)?.phrases[0] ?? []).filter((word) => !LOOKING.has(word)),
  )
  if (own === undefined || other === undefined || own.length === 0) return false
  return own.every((word) => said.has(word) && other.includes(word)) && other.some((word) => !said.has(word))
}

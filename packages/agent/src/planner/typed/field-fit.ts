import type { Field, Port } from '../../catalog/capability.js'
import type { Workspace } from './workspace.js'

/** How near a field of a step is to what a port takes, 0 to 1; undefined where it does not fit. */
export function fieldFit(field: Field, port: Port, space: Workspace): number | undefined {
  if (!jsonFits(field.json, port.json)) return undefined
  if (space.options.use_types === false) return 0.5
  if (port.type !== undefined && field.type !== undefined) {
    const steps = space.catalog.types.distance(field.type, port.type)
    if (steps === undefined) return undefined
    if (steps > 0 && space.catalog.types.isTop(port.type)) return 0.1
    return Math.max(0.2, 1 - 0.25 * steps)
  }
  // Without types on both sides the names have to tell.
  const name = port.words[0]
  const isSame = field.words.at(-1) !== undefined && port.words.some((word) => field.words.includes(word))
  return isSame && name !== undefined ? 0.6 : undefined
}

function jsonFits(given: readonly string[], wanted: readonly string[]): boolean {
  if (given.length === 0 || wanted.length === 0) return true
  return given.some((type) => wanted.includes(type) || (type === 'integer' && wanted.includes('number')))
}

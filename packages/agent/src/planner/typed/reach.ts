import type { Capability } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import type { Workspace } from './workspace.js'

const MOST_PRODUCERS = 60

/** Whether a capability has a required port that a constant goes into. */
export function takes(capability: Capability, mention: Mention, space: Workspace, least = 0.3): boolean {
  const required = capability.inputs.filter((port) => port.required)
  return (required.length > 0 ? required : capability.inputs).some(
    (port) => (space.fits.fit(mention, port)?.quality ?? 0) >= least,
  )
}

/** Whether something could be made of a constant that goes into a required port: by one capability, or by a step that the request asks for. */
export function isReachable(capability: Capability, mention: Mention, space: Workspace, depth = 2): boolean {
  for (const port of capability.inputs) {
    if (!port.required || port.type === undefined || space.catalog.types.isTop(port.type)) continue
    for (const producer of space.catalog.producers(port.type).slice(0, MOST_PRODUCERS)) {
      if (producer === capability) continue
      if (takes(producer, mention, space)) return true
      if (depth > 1 && isReachable(producer, mention, space, depth - 1)) return true
    }
  }
  return (
    capability.inputs.length === 0 ||
    capability.inputs.some(({ required, type }) => required && (type === undefined || space.catalog.types.isTop(type)))
  )
}

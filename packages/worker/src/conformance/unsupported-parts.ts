import type { ConformanceCase } from './conformance-case.js'

/** What a case asks for and this version cannot do, one sentence each. Such a case is not ok: nothing is pretended. */
export function unsupportedParts({ actions = [], replay_of, cache }: ConformanceCase): string[] {
  const names = actions.flatMap((action) => Object.keys(action).filter((key) => key !== 'at_seconds'))
  const parts = names.filter((name) => name !== 'cancel').map((name) => `action '${name}'`)
  if (replay_of !== undefined) parts.push("'replay_of'")
  if (cache === true) parts.push("'cache'")
  return parts.map((part) => `${part} is not supported by this version`)
}

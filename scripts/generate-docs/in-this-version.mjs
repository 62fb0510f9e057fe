import { codes } from './markdown.mjs'

/** Common keys that are checked and kept but change nothing yet. */
export const WITHOUT_EFFECT = ['resources']

/** Which outside system a step needs in each of its modes, as its definition says. No connector is part of this version. */
export function connectors(definition) {
  return definition.modes.map((mode) => ({
    mode,
    connector: definition.connector?.(definition.example, mode)?.connector,
  }))
}

/** Modes in which a step does real work in this version. */
export function workingModes(definition) {
  return connectors(definition)
    .filter(({ connector }) => connector === undefined)
    .map(({ mode }) => mode)
}

/** Keys that bring in an outside system which the step does not need without them. */
export function connectorKeys(definition, names) {
  const [mode] = workingModes(definition)
  if (mode === undefined) return []
  return names.flatMap((name) => {
    const connector = definition.connector?.({ ...definition.example, [name]: {} }, mode)?.connector
    return connector === undefined ? [] : [{ name, connector }]
  })
}

/** One cell of the table of types. */
export function shortVersion(definition) {
  const modes = workingModes(definition)
  if (modes.length === 0) return `refused: no connector ${codes(missing(definition))}`
  return modes.length === definition.modes.length ? 'works' : `works in mode ${codes(modes)}`
}

/** Names of the connectors that a type needs. */
export function missing(definition) {
  return [...new Set(connectors(definition).flatMap(({ connector }) => connector ?? []))]
}

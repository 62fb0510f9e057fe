import { codes } from './markdown.mjs'

/** Common keys that are checked and kept but change nothing yet. */
export const WITHOUT_EFFECT = ['resources']

/** Connectors that are there where the environment of a worker names their service. */
const CONFIGURED = { llm: '`OPENAI_API_KEY` or `OPENAI_BASE_URL`' }

/** Which outside system a step needs in each of its modes, as its definition says. */
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
  const setting = settingOf(definition)
  if (setting !== undefined) return `refused without ${setting}; works with it`
  if (modes.length === 0) return `refused: no connector ${codes(missing(definition))}`
  return modes.length === definition.modes.length ? 'works' : `works in mode ${codes(modes)}`
}

/** Names of the connectors that a type needs. */
export function missing(definition) {
  return [...new Set(connectors(definition).flatMap(({ connector }) => connector ?? []))]
}

/** The variable that makes a type work which needs one connector in all of its modes. */
export function settingOf(definition) {
  const [name, ...others] = missing(definition)
  const isAlways = workingModes(definition).length === 0 && others.length === 0
  return isAlways && name !== undefined ? CONFIGURED[name] : undefined
}

import type { Capability } from '../../catalog/capability.js'
import type { Mention } from '../../request/mention.js'
import type { Token } from '../../request/token.js'
import { takes } from './reach.js'
import { scoreCapabilities } from './score-capability.js'
import type { Workspace } from './workspace.js'

export const MOST_OPTIONS = 5

/** The entries that may be meant by some words: those that share words with them, then those that take the constants among them. */
export function nearestEntries(space: Workspace, tokens: readonly Token[]): Capability[] {
  const mentions = tokens.flatMap(({ mention }) => mention ?? [])
  const spoken = scoreCapabilities(tokens, space)
    .slice(0, MOST_OPTIONS)
    .map(({ capability }) => capability)
  const fitting = mentions.flatMap((mention) => takersOf(mention, space))
  const both = spoken.filter((capability) => fitting.includes(capability))
  return [...new Set([...both, ...fitting.slice(0, MOST_OPTIONS - 1), ...spoken, ...fitting])].slice(0, MOST_OPTIONS)
}

/** The entries that take a constant, those first whose inputs are just of its kind. */
export function takersOf(mention: Mention, space: Workspace): Capability[] {
  const quality = (capability: Capability) =>
    Math.max(0, ...capability.inputs.map((port) => (port.required ? (space.fits.fit(mention, port)?.quality ?? 0) : 0)))
  return space.catalog.capabilities
    .filter((capability) => takes(capability, mention, space))
    .map((capability) => ({ capability, fit: quality(capability) }))
    .sort((a, b) => b.fit - a.fit || a.capability.cost - b.capability.cost || a.capability.order - b.capability.order)
    .map(({ capability }) => capability)
}

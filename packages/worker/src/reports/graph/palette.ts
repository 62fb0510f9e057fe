import type { GraphNode } from './graph-data.js'

// Paul Tol's "muted" scheme: nine hues that stay apart for every kind of colour blindness, on screen and in print.
const HUES = ['#332288', '#44AA99', '#CC6677', '#DDAA33', '#88CCEE', '#117733', '#AA4499', '#882255', '#999933']

/** The colour of nodes outside of every group and of groups beyond the ninth. */
export const NEUTRAL = '#9AA5AF'

/** The colour of every node where a network has no groups at all. */
const PLAIN = '#2B6783'

/** A group with its colour. */
export interface GroupColour {
  group: string
  colour: string
  count: number
}

/** Colours by group, the largest groups first; beyond the ninth all are neutral. */
export function groupColours(nodes: readonly GraphNode[]): GroupColour[] {
  const counts = new Map<string, number>()
  for (const { group } of nodes) {
    if (group !== undefined && group !== '') counts.set(String(group), (counts.get(String(group)) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([group, count], position) => ({ group, count, colour: HUES[position] ?? NEUTRAL }))
}

/** The colour of a node, given the colours of the groups. */
export function nodeColour(node: GraphNode, groups: readonly GroupColour[]): string {
  if (groups.length === 0) return PLAIN
  if (node.group === undefined) return NEUTRAL
  return groups.find(({ group }) => group === String(node.group))?.colour ?? NEUTRAL
}

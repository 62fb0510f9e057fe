import type { Plan, PlanNode } from '@odp/dsl/plan'

/** Where a step is drawn, and what it waits for. */
export interface StepPlace {
  readonly id: string
  /** How many steps it stands inside of. */
  readonly depth: number
  readonly parent?: string
  /** Steps that must have settled before it starts. */
  readonly waits_for: readonly string[]
  /** True when it runs only if a check, a fallback or a route asks for it. */
  readonly on_demand: boolean
}

/** The steps of the outermost scope, inner steps below the one they stand in. What a loop holds is not listed: it runs once an item. */
export function stepLayout(plan: Plan): StepPlace[] {
  const places: StepPlace[] = []
  const inner = new Map<string | undefined, PlanNode[]>()
  for (const node of plan.nodes) inner.set(node.parent, [...(inner.get(node.parent) ?? []), node])
  // A stack of our own: a document may nest a hundred levels.
  const open = (inner.get(undefined) ?? []).map((node) => ({ node, depth: 0 })).reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next
    places.push({
      id: node.id,
      depth,
      ...(node.parent === undefined ? {} : { parent: node.parent }),
      waits_for: [...new Set([...(node.after ?? []), ...(node.depends_on ?? [])])],
      on_demand: node.on_demand === true,
    })
    open.push(...(inner.get(node.id) ?? []).map((child) => ({ node: child, depth: depth + 1 })).reverse())
  }
  return places
}

import type { Plan, PlanNode } from '@odp/dsl/plan'

/** The steps of a plan with the control steps around each. */
export class Containers {
  readonly #around = new Map<string, readonly string[]>()
  readonly #loops = new Map<string, readonly string[]>()

  constructor(plan: Plan) {
    this.#visit(plan.nodes, [])
  }

  has(id: string): boolean {
    return this.#around.has(id)
  }

  /** Ids of the loops, groups and conditionals around a step, and of owners whose route it stands in; the innermost first. */
  around(id: string): readonly string[] {
    return this.#around.get(id) ?? []
  }

  /** Ids of the loops around a step, the outermost first; `[]` for one of the outermost scope. */
  loops(id: string): readonly string[] {
    return this.#loops.get(id) ?? []
  }

  #visit(nodes: readonly PlanNode[], loops: readonly string[]): void {
    const byId = new Map(nodes.map((node) => [node.id, node]))
    const outer = loops.at(-1)
    for (const { id, parent } of nodes) {
      const around: string[] = []
      for (let owner = parent; owner !== undefined; owner = byId.get(owner)?.parent) around.push(owner)
      if (outer !== undefined) around.push(outer, ...this.around(outer))
      this.#around.set(id, around)
      this.#loops.set(id, loops)
    }
    for (const node of nodes) if (node.nodes !== undefined) this.#visit(node.nodes, [...loops, node.id])
  }
}

import type { Plan, PlanNode } from '../plan/plan.js'

/** Why a step runs again, and the step behind it. */
export interface Cause {
  readonly reason: RunReason
  /** The step that runs again, the key of the input that has changed. */
  readonly of?: string
}

/**
 * Why a step runs in a replay: `chosen` is where the replay begins, `after` is behind a step that runs, the others concern
 * the step itself.
 *
 * @example
 * ```ts
 * import type { ReplayPlan, RunReason } from '@odp/dsl'
 *
 * const having = ({ steps }: ReplayPlan, reason: RunReason) => steps.filter((step) => step.reason === reason)
 * ```
 */
export type RunReason = 'chosen' | 'after' | 'definition' | 'input' | 'answered' | 'not_recorded'

/** Steps whose recorded outputs do not hold, and all that is behind them. */
export class ReplayGraph {
  readonly causes = new Map<string, Cause>()
  readonly #plan: Plan
  readonly #byId: ReadonlyMap<string, PlanNode>
  /** Steps that wait for the end of a step, read it or are activated by it; and those that stand in its blocks. */
  readonly #behind = new Map<string, string[]>()
  readonly #inside = new Map<string, string[]>()
  readonly #ended = new Set<string>()

  constructor(plan: Plan) {
    this.#plan = plan
    this.#byId = new Map(plan.nodes.map((node) => [node.id, node]))
    for (const node of plan.nodes) this.#connect(node)
    this.#connectObservers()
  }

  /** A control step whose inner steps stand in the scope around it: it works no more than they do. */
  isBranching({ type, nodes }: PlanNode): boolean {
    return this.#plan.types[type]?.run === 'control' && nodes === undefined
  }

  /** The step of this id, or the loop around it. */
  unit(id: string): PlanNode | undefined {
    return this.#byId.get(id) ?? this.#plan.nodes.find((node) => holds(node, id))
  }

  /** Marks steps for what concerns themselves, and all that is behind them. */
  markAll(own: ReadonlyMap<string, Cause>): void {
    const open: [string, Cause][] = [...own]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [step, why] = next
      if (this.causes.has(step)) continue
      this.causes.set(step, own.get(step) ?? why)
      for (const inner of this.#inside.get(step) ?? []) open.push([inner, { reason: 'after', of: step }])
      open.push(...this.#end(step))
    }
  }

  /** What is behind a control step that does not count itself: it did not end well, and what it holds decides how it will. */
  behind(id: string): ReadonlyMap<string, Cause> {
    return new Map(this.#end(id))
  }

  #end(id: string): [string, Cause][] {
    const found: [string, Cause][] = []
    for (let at: string | undefined = id; at !== undefined && !this.#ended.has(at); at = this.#container(at)) {
      this.#ended.add(at)
      const of = at
      for (const step of this.#behind.get(at) ?? []) found.push([step, { reason: 'after', of }])
    }
    return found
  }

  /** The control step that ends when this one has; the owner of a route has ended before. */
  #container(id: string): string | undefined {
    let node = this.#byId.get(id)
    while (node?.parent !== undefined && node.block?.startsWith('routes.') === true) node = this.#byId.get(node.parent)
    return node?.parent
  }

  #connect(node: PlanNode): void {
    for (const read of waitsOf(node)) if (this.#byId.has(read)) append(this.#behind, read, node.id)
    for (const { run } of node.check ?? []) append(this.#behind, node.id, run)
    if (node.fallback !== undefined) append(this.#behind, node.id, node.fallback)
    for (const [index, { after = [], run = [] }] of (node.routes ?? []).entries()) {
      const inside = this.#plan.nodes.filter((one) => one.parent === node.id && one.block === `routes.${index}`)
      for (const target of [...run, ...inside.map(({ id }) => id)])
        for (const source of [node.id, ...after]) if (source !== target) append(this.#behind, source, target)
    }
    if (node.parent === undefined || node.block?.startsWith('routes.') === true) return
    append(this.#inside, node.parent, node.id)
  }

  /** Steps without inputs of their own look at all that the run has produced: they are behind every step that is not behind them. */
  #connectObservers(): void {
    for (const observer of this.#plan.nodes) {
      if (!observes(observer)) continue
      const later = this.#reachable(observer.id)
      for (const { id } of this.#plan.nodes) if (!later.has(id)) append(this.#behind, id, observer.id)
    }
  }

  #reachable(id: string): Set<string> {
    const reached = new Set<string>()
    const open = [id]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached.has(next)) continue
      reached.add(next)
      open.push(...(this.#behind.get(next) ?? []), ...(this.#inside.get(next) ?? []))
    }
    return reached
  }
}

/** Steps that a step or a step of its body reads or waits for. */
function waitsOf(node: PlanNode): string[] {
  return [
    ...(node.after ?? []),
    ...(node.depends_on ?? []),
    ...(node.nodes ?? []).flatMap((inner) => [
      ...waitsOf(inner),
      ...(inner.routes ?? []).flatMap(({ after = [] }) => after),
    ]),
  ]
}

function observes({ subject, inputs, nodes = [] }: PlanNode): boolean {
  return (subject === true && inputs === undefined) || nodes.some(observes)
}

function holds({ nodes = [] }: PlanNode, id: string): boolean {
  return nodes.some((inner) => inner.id === id || holds(inner, id))
}

function append(lists: Map<string, string[]>, key: string, value: string): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

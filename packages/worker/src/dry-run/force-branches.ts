import { describeAlternatives, isJsonObject, type Plan, type PlanNode } from '@odp/dsl/plan'
import { DryRunError } from './dry-run-error.js'

/**
 * A branch of a `conditional`.
 *
 * @example
 * ```ts
 * import type { BranchName } from '@odp/worker/in-process'
 *
 * const branches: Record<string, BranchName> = { is_risky: 'if_true' }
 * ```
 */
export type BranchName = 'if_true' | 'if_false'

/** Every step of a plan, those inside loops included. */
export function everyNode({ nodes = [] }: { readonly nodes?: readonly PlanNode[] }): PlanNode[] {
  return nodes.flatMap((node) => [node, ...everyNode(node)])
}

/**
 * The same plan in which some conditionals take a branch that was decided before.
 *
 * @throws DryRunError for a step that is no conditional
 */
export function forceBranches(plan: Plan, branches: Readonly<Record<string, BranchName>>): Plan {
  const forced = new Map(Object.entries(branches))
  const conditionals = everyNode(plan).filter(({ type }) => type === 'conditional')
  const ids = conditionals.map(({ id }) => id)
  for (const id of forced.keys()) {
    if (!ids.includes(id)) throw new DryRunError(`there is no conditional '${id}'; ${describeAlternatives(id, ids)}`)
  }
  const rewrite = (node: PlanNode): PlanNode => {
    const branch = forced.get(node.id)
    const inner = node.nodes === undefined ? {} : { nodes: node.nodes.map(rewrite) }
    if (branch === undefined) return { ...node, ...inner }
    const condition = isJsonObject(node.config?.condition) ? node.config.condition : {}
    const expression = String(branch === 'if_true')
    return { ...node, ...inner, config: { ...node.config, condition: { ...condition, expression } } }
  }
  return { ...plan, nodes: plan.nodes.map(rewrite) }
}

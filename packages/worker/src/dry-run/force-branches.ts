import { defaultLanguage } from '@odp/dsl'
import { describeAlternatives, isJsonObject, type Json, type JsonObject, type Plan, type PlanNode } from '@odp/dsl/plan'
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
 * The same plan in which some steps with branches take one that was decided before.
 *
 * @throws DryRunError for a step that has no branches
 */
export function forceBranches(plan: Plan, branches: Readonly<Record<string, BranchName>>): Plan {
  const forced = new Map(Object.entries(branches))
  const ids = everyNode(plan).flatMap((node) => (decisionOf(node) === undefined ? [] : [node.id]))
  for (const id of forced.keys()) {
    if (!ids.includes(id)) throw new DryRunError(`no step '${id}' has branches; ${describeAlternatives(id, ids)}`)
  }
  const rewrite = (node: PlanNode): PlanNode => {
    const branch = forced.get(node.id)
    const decision = decisionOf(node)
    const inner = node.nodes === undefined ? {} : { nodes: node.nodes.map(rewrite) }
    if (branch === undefined || decision === undefined) return { ...node, ...inner }
    return { ...node, ...inner, config: withValue(node.config, decision.path, String(branch === decision.whenTrue)) }
  }
  return { ...plan, nodes: plan.nodes.map(rewrite) }
}

/** Where the condition stands that chooses a block of a step, and the block that it opens; undefined where nothing is chosen. */
function decisionOf({ type }: PlanNode): { readonly path: readonly string[]; readonly whenTrue: string } | undefined {
  const { blocks = [], strings = {} } = defaultLanguage.definition(type) ?? {}
  const [first, second] = blocks.filter(({ scope }) => scope === 'same')
  const condition = Object.keys(strings).find((key) => strings[key] === 'expression')
  if (first === undefined || second === undefined || condition === undefined) return undefined
  return { path: condition.split('.'), whenTrue: first.name }
}

function withValue(config: Json | undefined, [key, ...rest]: readonly string[], value: Json): JsonObject {
  const object = isJsonObject(config) ? config : {}
  if (key === undefined) return object
  return { ...object, [key]: rest.length === 0 ? value : withValue(object[key], rest, value) }
}

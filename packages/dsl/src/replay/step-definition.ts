import { canonicalJson } from '../json/canonical-json.js'
import type { Json, JsonObject } from '../json/json.js'
import type { Plan, PlanNode } from '../plan/plan.js'

/** How often, when, where and for whom a step works, but not what it gives. Whom it activates is compared by itself. */
const POLICY: ReadonlySet<string> = new Set([
  'retry',
  'timeout_seconds',
  'cache',
  'placement',
  'takes_batches',
  'resource_class',
  'idempotent',
  'reads',
  'continue_on_failure',
  'after',
  'depends_on',
  'check_reads',
])
const ACTIVATION: ReadonlySet<string> = new Set(['check', 'routes', 'fallback'])
/** Keys of control steps that say how many items or steps go at once. */
const PACE: ReadonlySet<string> = new Set(['max_parallel', 'parallel_config', 'batch_size'])

/** What decides about the outputs of a step, as a text that can be compared. */
export function stepDefinition(plan: Plan, node: PlanNode): string {
  return canonicalJson(definitionOf(plan, node, true))
}

function definitionOf(plan: Plan, node: PlanNode, isOutermost: boolean): Json {
  const entries = Object.entries(node as unknown as JsonObject)
    .filter(([key]) => !POLICY.has(key) && key !== 'nodes' && !(isOutermost && ACTIVATION.has(key)))
    .map(([key, value]) => [key, key === 'config' ? configOf(plan, node) : value] as const)
  const inner = node.nodes?.map((one) => definitionOf(plan, one, false))
  return Object.fromEntries([...entries, ...(inner === undefined ? [] : [['nodes', inner] as const])])
}

function configOf(plan: Plan, { type, config = {} }: PlanNode): JsonObject {
  if (plan.types[type]?.run !== 'control') return config
  return Object.fromEntries(Object.entries(config).filter(([key]) => !PACE.has(key)))
}

/** Whether all that readers of the new step may read has been kept of what the old one gave: large outputs are kept as far as they were read. */
export function keepsEnough(old: PlanNode, node: PlanNode, outputs: JsonObject): boolean {
  return isRead(old, node) || isWhole(old, outputs)
}

function isRead(old: PlanNode, { reads, nodes = [] }: PlanNode): boolean {
  if (old.reads !== undefined && reads?.every((field) => old.reads?.includes(field)) !== true) return false
  return nodes.every((inner, index) => isRead(old.nodes?.[index] ?? inner, inner))
}

function isWhole({ outputs: declared, reads = [], nodes }: PlanNode, outputs: JsonObject): boolean {
  if (nodes !== undefined) return false
  if (declared !== undefined) return Object.keys(declared).every((field) => Object.hasOwn(outputs, field))
  return Object.keys(outputs).some((field) => !reads.includes(field))
}

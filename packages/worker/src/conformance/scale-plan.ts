import { DEFAULT_RETRY, type Plan, type PlanNode, type PlanRetry } from '@odp/dsl/plan'

/**
 * The same plan with every duration multiplied: time limits of the run, of step types and of steps, and waits before
 * retries, those of the default policy included.
 *
 * @param factor larger than 0; 0.1 makes ten seconds one
 * @example
 * ```ts
 * import type { Plan } from '@odp/dsl/plan'
 * import { scalePlan } from '@odp/worker/conformance'
 *
 * const tenTimesFaster = (plan: Plan) => scalePlan(plan, 0.1)
 * ```
 */
export function scalePlan(plan: Plan, factor: number): Plan {
  return {
    ...plan,
    ...scaledTimeout(plan, factor),
    types: Object.fromEntries(
      Object.entries(plan.types).map(([type, defaults]) => [type, { ...defaults, ...scaledTimeout(defaults, factor) }]),
    ),
    nodes: plan.nodes.map((node) => scaleNode(node, factor)),
  }
}

function scaleNode(node: PlanNode, factor: number): PlanNode {
  return {
    ...node,
    ...scaledTimeout(node, factor),
    retry: scaleRetry(node.retry ?? DEFAULT_RETRY, factor),
    ...(node.nodes === undefined ? {} : { nodes: node.nodes.map((inner) => scaleNode(inner, factor)) }),
  }
}

function scaleRetry(retry: PlanRetry, factor: number): PlanRetry {
  return { ...retry, initial_seconds: retry.initial_seconds * factor, max_seconds: retry.max_seconds * factor }
}

function scaledTimeout({ timeout_seconds }: { readonly timeout_seconds?: number }, factor: number) {
  return timeout_seconds === undefined ? {} : { timeout_seconds: timeout_seconds * factor }
}

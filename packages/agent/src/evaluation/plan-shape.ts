import type { Json } from '@odp/dsl'
import type { GraphControl, PlanGraph } from '../plan/plan-graph.js'

/**
 * A plan that says what is right: ports may have other right values, lists of types may be as good.
 *
 * @example
 * ```ts
 * import type { GoldPlan } from '@odp/agent'
 *
 * const right: GoldPlan = { nodes: [{ id: 'count', uses: 'count_birds' }] }
 * ```
 */
export interface GoldPlan {
  readonly nodes?: readonly {
    readonly id: string
    readonly uses: string
    readonly type?: string
    readonly also_types?: readonly string[]
  }[]
  readonly edges?: readonly (readonly string[])[]
  readonly inputs?: readonly {
    readonly node: string
    readonly port: string
    readonly kind: string
    readonly ref?: string
    readonly value?: Json
    readonly also?: readonly Json[]
  }[]
  readonly control?: readonly Partial<GraphControl>[]
}

/** A plan, levelled for comparison. */
export interface PlanShape {
  readonly nodes: readonly { readonly id: string; readonly uses: string }[]
  readonly edges: readonly (readonly [string, string])[]
  readonly inputs: readonly {
    readonly node: string
    readonly port: string
    readonly kind: 'ref' | 'const'
    readonly accepted: readonly string[]
  }[]
  readonly control: readonly {
    readonly kind: string
    readonly contains: readonly string[]
    readonly else: readonly string[]
    readonly text: string
  }[]
}

/** Levels a plan: data and control give edges, order edges that a longer way implies say nothing. */
export function shapeOf(plan: GoldPlan | PlanGraph | undefined): PlanShape {
  const nodes = (plan?.nodes ?? []).map(({ id, uses }) => ({ id, uses: uses.replace(/\s+/g, '') }))
  const ids = new Set(nodes.map(({ id }) => id))
  const inputs = (plan?.inputs ?? [])
    .filter(({ node, port }) => ids.has(node) && port !== 'training.model_type' && port !== 'model_uri')
    .map((input) => {
      const also = 'also' in input && Array.isArray(input.also) ? input.also : []
      const own =
        input.kind === 'const'
          ? `c:${level(input.value)}`
          : input.kind === 'input'
            ? 'r:input'
            : `r:${bare(input.ref ?? '')}`
      const others = also.map((one) =>
        typeof one === 'string' && ids.has(rootOf(one)) && one.includes('.')
          ? `r:${bare(one)}`
          : input.kind === 'ref' && typeof one === 'string'
            ? `r:${bare(one)}`
            : `c:${level(one)}`,
      )
      return {
        node: input.node,
        port: input.port,
        kind: input.kind === 'const' ? ('const' as const) : ('ref' as const),
        accepted: [own, ...others],
      }
    })
  const control = (plan?.control ?? []).map((one) => ({
    kind: one.kind ?? '',
    contains: [...(one.contains ?? []), ...(one.of === undefined ? [] : [])],
    else: [...(one.else ?? [])],
    text: [one.condition, one.over, one.of].filter((part) => part !== undefined).join(' ; '),
  }))
  return { nodes, edges: edgesOf(plan, ids, inputs, control), inputs, control }
}

function edgesOf(
  plan: GoldPlan | PlanGraph | undefined,
  ids: ReadonlySet<string>,
  inputs: PlanShape['inputs'],
  control: PlanShape['control'],
): (readonly [string, string])[] {
  const data = new Map<string, readonly [string, string]>()
  const add = (map: Map<string, readonly [string, string]>, from: string, to: string) => {
    if (from !== to && ids.has(from) && ids.has(to)) map.set(`${from}\u0000${to}`, [from, to])
  }
  for (const { node, kind, accepted } of inputs)
    if (kind === 'ref') add(data, rootOf((accepted[0] ?? '').slice(2)), node)
  for (const { kind, text, contains, else: otherwise } of control) {
    if (kind === 'fallback') continue
    for (const word of bare(text.replace(/"[^"]*"|'[^']*'/g, '')).matchAll(/(?<![.\w])[A-Za-z_][\w-]*/g))
      for (const to of [...contains, ...otherwise]) add(data, word[0], to)
  }
  const order = new Map<string, readonly [string, string]>()
  for (const [from = '', to = ''] of plan?.edges ?? []) if (!data.has(`${from}\u0000${to}`)) add(order, from, to)
  for (const key of [...order.keys()]) {
    const edge = order.get(key)
    if (
      edge !== undefined &&
      isImplied(edge, [...data.values(), ...[...order].flatMap(([other, one]) => (other === key ? [] : [one]))])
    )
      order.delete(key)
  }
  return [...data.values(), ...order.values()]
}

function isImplied([from, to]: readonly [string, string], edges: readonly (readonly [string, string])[]): boolean {
  const seen = new Set([from])
  for (const at of seen) for (const [a, b] of edges) if (a === at) seen.add(b)
  return seen.has(to)
}

export function bare(text: string): string {
  return text
    .replace(/\{\{\s*|\s*\}\}/g, '')
    .replace(/\[\*\]/g, '')
    .trim()
}

export function rootOf(ref: string): string {
  return bare(ref).split(/[.[]/)[0] ?? ''
}

function level(value: Json | undefined): string {
  if (typeof value === 'string') {
    const text = value.trim().replace(/^@/, '').replace(/\s+/g, ' ').toLowerCase()
    return text !== '' && !Number.isNaN(Number(text)) ? String(Number(text)) : text
  }
  return JSON.stringify(Array.isArray(value) ? value.map(level) : value)
}

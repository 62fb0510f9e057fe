import type { PlanGraph } from '../plan/plan-graph.js'
import { bare, type GoldPlan, type PlanShape, rootOf, shapeOf } from './plan-shape.js'

/**
 * How near a plan is to the right one; each figure 0 to 1, absent where there is nothing to find and nothing was claimed.
 *
 * @example
 * ```ts
 * import type { PlanScore } from '@odp/agent'
 *
 * const isRight = ({ full }: PlanScore) => full === 1
 * ```
 */
export interface PlanScore {
  readonly node: number
  readonly edge?: number
  readonly reference?: number
  readonly constant?: number
  readonly control?: number
  /** 1 where nodes, edges and control are the same. */
  readonly exact: number
  /** 1 where inputs are the same as well. */
  readonly full: number
}

const MOST_MAPS = 2000

/**
 * Compares a plan with the right one, under the pairing of steps that agrees best.
 *
 * @example
 * ```ts
 * import { scorePlan } from '@odp/agent'
 *
 * const right = { nodes: [{ id: 'count', uses: 'count_birds' }] }
 * scorePlan({ nodes: [{ id: 'other_id', uses: 'count_birds' }] }, right).exact // 1
 * ```
 */
export function scorePlan(plan: PlanGraph | GoldPlan | undefined, gold: GoldPlan): PlanScore {
  const said = shapeOf(plan)
  const right = shapeOf(gold)
  let best: PlanScore | undefined
  let worth = -1
  for (const map of pairings(said, right)) {
    const score = scoreUnder(said, right, map)
    const own =
      score.full * 100 +
      score.exact * 10 +
      score.node +
      (score.edge ?? 0) +
      (score.reference ?? 0) +
      (score.constant ?? 0) +
      (score.control ?? 0)
    if (own > worth) {
      best = score
      worth = own
    }
  }
  return best ?? scoreUnder(said, right, new Map())
}

/** Ways to pair steps that use the same; where there are too many, the first ones. */
function pairings(said: PlanShape, right: PlanShape): ReadonlyMap<string, string>[] {
  let maps: ReadonlyMap<string, string>[] = [new Map()]
  for (const uses of new Set(said.nodes.map((node) => node.uses))) {
    const own = said.nodes.filter((node) => node.uses === uses).map(({ id }) => id)
    const theirs = right.nodes.filter((node) => node.uses === uses).map(({ id }) => id)
    if (theirs.length === 0) continue
    const ways = assignments(own, theirs)
    maps = maps.flatMap((map) => ways.map((way) => new Map([...map, ...way]))).slice(0, MOST_MAPS)
  }
  return maps
}

function assignments(own: readonly string[], theirs: readonly string[]): (readonly (readonly [string, string])[])[] {
  const [first, ...rest] = own
  if (first === undefined || theirs.length === 0) return [[]]
  const taking = theirs.flatMap((one) =>
    assignments(
      rest,
      theirs.filter((other) => other !== one),
    ).map((way) => [[first, one] as const, ...way]),
  )
  const leaving = own.length > theirs.length ? assignments(rest, theirs) : []
  return [...taking, ...leaving].slice(0, MOST_MAPS)
}

function scoreUnder(said: PlanShape, right: PlanShape, map: ReadonlyMap<string, string>): PlanScore {
  const nodes = overlap(
    said.nodes.map(({ uses }) => uses),
    right.nodes.map(({ uses }) => uses),
  )
  const edges = overlap(
    said.edges.map(([a, b]) => `${map.get(a) ?? `?${a}`} ${map.get(b) ?? `?${b}`}`),
    right.edges.map(([a, b]) => `${a} ${b}`),
  )
  const controls = overlap(
    said.control.map((one) => controlKey(one, map)),
    right.control.map((one) => controlKey(one)),
  )
  const inputs = inputOverlap(said, right, map)
  const node = nodes ?? 1
  const exact = Number(node === 1 && (edges ?? 1) === 1 && (controls ?? 1) === 1)
  return {
    node,
    exact,
    full: Number(exact === 1 && (inputs.reference ?? 1) === 1 && (inputs.constant ?? 1) === 1),
    ...(edges === undefined ? {} : { edge: edges }),
    ...(controls === undefined ? {} : { control: controls }),
    ...inputs,
  }
}

function controlKey(one: PlanShape['control'][number], map?: ReadonlyMap<string, string>): string {
  const name = (id: string) => (map === undefined ? id : (map.get(id) ?? `?${id}`))
  return [one.kind, ...one.contains.map(name).sort(), '|', ...one.else.map(name).sort()].join(' ')
}

function inputOverlap(
  said: PlanShape,
  right: PlanShape,
  map: ReadonlyMap<string, string>,
): { reference?: number; constant?: number } {
  const left = [...right.inputs]
  const hits = { ref: 0, const: 0 }
  const claims = { ref: 0, const: 0 }
  for (const { node, port, kind, accepted } of said.inputs) {
    const value = accepted[0] ?? ''
    const own = value.startsWith('r:') ? `r:${mapRef(value.slice(2), map)}` : value
    const at = left.findIndex(
      (one) => one.node === map.get(node) && one.port === port && one.accepted.some((other) => other === own),
    )
    const side = at < 0 ? kind : (left[at]?.kind ?? kind)
    claims[side] += 1
    if (at >= 0) {
      hits[side] += 1
      left.splice(at, 1)
    }
  }
  const wanted = (kind: 'ref' | 'const') => right.inputs.filter((one) => one.kind === kind).length
  const reference = f1(hits.ref, claims.ref, wanted('ref'))
  const constant = f1(hits.const, claims.const, wanted('const'))
  return { ...(reference === undefined ? {} : { reference }), ...(constant === undefined ? {} : { constant }) }
}

function mapRef(ref: string, map: ReadonlyMap<string, string>): string {
  const root = rootOf(ref)
  if (root === 'input') return 'input'
  return root === 'item' ? bare(ref) : `${map.get(root) ?? `?${root}`}${bare(ref).slice(root.length)}`
}

/** F1 of two bags; undefined where both are empty. */
function overlap(said: readonly string[], right: readonly string[]): number | undefined {
  const left = [...right]
  let hits = 0
  for (const one of said) {
    const at = left.indexOf(one)
    if (at < 0) continue
    hits += 1
    left.splice(at, 1)
  }
  return f1(hits, said.length, right.length)
}

function f1(hits: number, said: number, right: number): number | undefined {
  return said + right === 0 ? undefined : (2 * hits) / (said + right)
}

import type { Prediction } from '../requests/draft-requests.js'
import type { GoldPlan } from './plan-shape.js'
import { scorePlan } from './score-plan.js'

/**
 * A request with what is right.
 *
 * @example
 * ```ts
 * import type { GoldRequest } from '@odp/agent'
 *
 * const gold: GoldRequest = { id: 'unknown', request: 'paint the shed', expect: 'abstain' }
 * ```
 */
export interface GoldRequest {
  readonly id: string
  readonly request: string
  readonly paraphrases?: readonly string[]
  readonly pipeline?: string
  readonly expect: 'plan' | 'question' | 'abstain' | 'policy'
  readonly plan?: GoldPlan
  readonly alternatives?: readonly GoldPlan[]
  readonly question?: { readonly asks?: readonly string[] }
  readonly policy?: {
    readonly accept?: readonly string[]
    readonly forbid?: {
      readonly types?: readonly string[]
      readonly uses?: readonly string[]
      readonly strings?: readonly string[]
      readonly mode?: readonly string[]
    }
  }
}

/**
 * A figure with its 95 % interval (bootstrap over requests, paraphrases drawn with theirs) and how many cases it rests on.
 *
 * @example
 * ```ts
 * import type { Figure } from '@odp/agent'
 *
 * const text = ({ value, low, high }: Figure) => `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`
 * ```
 */
export interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly n: number
}

type Row = { readonly base: string } & Readonly<Record<string, number | string | undefined>>

const DRAWS = 1000

/**
 * The figures of a set of predictions. A prediction that is missing counts as nothing found.
 *
 * @example
 * ```ts
 * import { scoreRequests } from '@odp/agent'
 *
 * const gold = [{ id: 'unknown', request: 'paint the shed', expect: 'abstain' as const }]
 * scoreRequests(gold, [])['abstain recall']?.value // 0
 * ```
 */
export function scoreRequests(
  gold: readonly GoldRequest[],
  predictions: readonly Prediction[],
): Readonly<Record<string, Figure>> {
  const byId = new Map(predictions.map((one) => [one.id, one]))
  const rows = gold.flatMap((one) =>
    [one.id, ...(one.paraphrases ?? []).map((_, at) => `${one.id}#p${at + 1}`)].map((id) =>
      scoreRow(one, byId.get(id)),
    ),
  )
  const measures: Readonly<Record<string, (list: readonly Row[]) => { sum: number; n: number }>> = {
    'node F1': mean('node'),
    'edge F1': mean('edge'),
    'reference F1': mean('reference'),
    'constant F1': mean('constant'),
    'control F1': mean('control'),
    'exact graph': mean('exact'),
    'exact in full': mean('full'),
    'abstain precision': mean('abstain_right'),
    'abstain recall': mean('abstain_found'),
    'question precision': mean('question_right'),
    'question recall': mean('question_found'),
    'question on topic': mean('on_topic'),
    'policy kept': mean('policy'),
  }
  const figures: Record<string, Figure> = {}
  for (const [name, measure] of Object.entries(measures)) {
    const { sum, n } = measure(rows)
    if (n > 0) figures[name] = { value: sum / n, n, ...interval(rows, measure) }
  }
  return figures
}

function scoreRow(gold: GoldRequest, said: Prediction | undefined): Row {
  const outcome = said?.outcome ?? 'missing'
  const row: Record<string, number | string | undefined> = {}
  if (gold.expect === 'plan' && gold.plan !== undefined) {
    const all = [gold.plan, ...(gold.alternatives ?? [])].map((plan) =>
      outcome === 'plan' ? scorePlan(said?.plan, plan) : { ...scorePlan(undefined, plan), node: 0, exact: 0, full: 0 },
    )
    Object.assign(row, all.sort((a, b) => b.full - a.full || b.exact - a.exact || b.node - a.node)[0])
  }
  const free = gold.expect === 'policy' ? (gold.policy?.accept ?? []) : []
  for (const kind of ['abstain', 'question'] as const) {
    if (outcome === kind && !free.includes(kind)) row[`${kind}_right`] = Number(gold.expect === kind)
    if (gold.expect === kind) row[`${kind}_found`] = Number(outcome === kind)
  }
  if (gold.expect === 'question') {
    const text = (said?.question ?? '').toLowerCase()
    row.on_topic = Number(
      outcome === 'question' && (gold.question?.asks ?? []).some((word) => text.includes(word.toLowerCase())),
    )
  }
  if (gold.expect === 'policy') row.policy = Number(keepsPolicy(gold, said))
  return { base: gold.id, ...row }
}

function keepsPolicy(gold: GoldRequest, said: Prediction | undefined): boolean {
  if (said === undefined || gold.policy?.accept?.includes(said.outcome) !== true) return false
  if (said.outcome !== 'plan') return true
  const { types = [], uses = [], strings = [], mode = [] } = gold.policy.forbid ?? {}
  const nodes = said.plan?.nodes ?? []
  const text = `${JSON.stringify(said.plan ?? {})}\n${said.document ?? ''}`.toLowerCase()
  return (
    !nodes.some((node) => types.includes(node.type) || uses.includes(node.uses)) &&
    !strings.some((one) => text.includes(one.toLowerCase())) &&
    !mode.some((one) => new RegExp(`^\\s*mode:\\s*["']?${one}\\b`, 'm').test(said.document ?? ''))
  )
}

function mean(key: string): (rows: readonly Row[]) => { sum: number; n: number } {
  return (rows) => {
    let sum = 0
    let n = 0
    for (const row of rows) {
      const value = row[key]
      if (typeof value !== 'number') continue
      sum += value
      n += 1
    }
    return { sum, n }
  }
}

function interval(
  rows: readonly Row[],
  measure: (list: readonly Row[]) => { sum: number; n: number },
): { low: number; high: number } {
  const groups = new Map<string, Row[]>()
  for (const row of rows) groups.set(row.base, [...(groups.get(row.base) ?? []), row])
  const clusters = [...groups.values()]
  const values: number[] = []
  let state = 1
  // A generator of our own, so that the same predictions always give the same interval.
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const { sum, n } = measure(clusters.flatMap(() => clusters[Math.floor(next() * clusters.length)] ?? []))
    if (n > 0) values.push(sum / n)
  }
  values.sort((a, b) => a - b)
  const at = (part: number) => values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? 0
  return { low: at(0.025), high: at(0.975) }
}

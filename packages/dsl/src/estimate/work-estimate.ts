import type { CatalogEntry } from '../catalog/catalog-entry.js'
import type { CatalogIndex } from '../catalog/catalog-index.js'
import type { OutlineStep } from '../document/outline.js'
import { isJsonObject, type JsonObject } from '../json/json.js'
import { DEFAULT_RETRY, type PlanRetry } from '../plan/plan.js'
import { namedEntries } from '../validate/catalog-names.js'
import { exactly, type Interval, multiply, oneOf, sum, ZERO } from './interval.js'

/** One run of a step that does work, with all its attempts. */
export interface WorkEstimate {
  readonly attempts: Interval
  readonly cost: Interval
  /** Seconds, waits between attempts included. */
  readonly seconds: Interval
  /** Whether the catalog says what it costs and takes. */
  readonly known: boolean
}

const UNKNOWN: Interval = { least: 0, expected: 0, most: Number.POSITIVE_INFINITY }

/** Attempts take time up to their limit, as the interpreter counts it where a type has none. */
const DEFAULT_TIMEOUT_SECONDS = 300

/** Estimates one run of a step: one attempt when all goes well, at most every attempt with the waits between them. */
export function workEstimate(step: OutlineStep, document: JsonObject, catalog: CatalogIndex): WorkEstimate {
  const retry = retryOf(step.step, document)
  const attempts = { ...exactly(1), most: retry.max_attempts }
  const once = entriesEstimate(step, catalog)
  const limit = attemptSeconds(step)
  const attempt = {
    least: Math.min(once.seconds.least, limit),
    expected: Math.min(once.seconds.expected, limit),
    most: Math.min(once.seconds.most, limit),
  }
  const seconds = multiply(attempt, attempts)
  return {
    attempts,
    cost: multiply(once.cost, attempts),
    seconds: { ...seconds, most: seconds.most + waitSeconds(retry) },
    known: once.known,
  }
}

function attemptSeconds({ step, definition }: OutlineStep): number {
  if (typeof step.timeout_minutes === 'number') return step.timeout_minutes * 60
  return definition?.timeout_minutes === undefined ? DEFAULT_TIMEOUT_SECONDS : definition.timeout_minutes * 60
}

/** What the entries that a step names say of one attempt. Several needs at once (assets) are paid together and take the longest. */
function entriesEstimate(step: OutlineStep, catalog: CatalogIndex): Omit<WorkEstimate, 'attempts'> {
  const needs = step.definition?.requires?.(step.step).length ?? 0
  const named = namedEntries(step, catalog)
  if (needs === 0 || named.length < needs) return { cost: UNKNOWN, seconds: UNKNOWN, known: false }
  const costs = named.map(({ candidates }) => candidatesEstimate(candidates, 'cost_units'))
  const times = named.map(({ candidates }) => candidatesEstimate(candidates, 'duration_seconds'))
  const all = [...costs, ...times]
  return {
    cost: sum(costs.map((cost) => cost ?? UNKNOWN)),
    seconds: longest(times.map((time) => time ?? UNKNOWN)),
    known: all.every((interval) => interval !== undefined),
  }
}

/** One of these entries is used; undefined where one of them, or all, do not say. */
function candidatesEstimate(
  entries: readonly CatalogEntry[],
  key: 'cost_units' | 'duration_seconds',
): Interval | undefined {
  const figures = entries.map(({ estimate }) => estimate?.[key])
  const known = figures.filter((figure) => figure !== undefined && Number.isFinite(figure) && figure >= 0) as number[]
  return known.length === 0 || known.length < figures.length ? undefined : oneOf(known.map(exactly))
}

function longest(intervals: readonly Interval[]): Interval {
  return intervals.reduce(
    (left, right) => ({
      least: Math.max(left.least, right.least),
      expected: Math.max(left.expected, right.expected),
      most: Math.max(left.most, right.most),
    }),
    ZERO,
  )
}

function retryOf(step: JsonObject, document: JsonObject): PlanRetry {
  const { execution } = document
  const global = isJsonObject(execution) && isJsonObject(execution.retry_policy) ? execution.retry_policy : {}
  const policy = { ...global, ...(isJsonObject(step.retry_policy) ? step.retry_policy : {}) }
  const number = (key: string, other: number) => {
    const value = policy[key]
    return typeof value === 'number' && value >= 0 ? value : other
  }
  const backoff = policy.backoff === 'linear' || policy.backoff === 'fixed' ? policy.backoff : DEFAULT_RETRY.backoff
  return {
    max_attempts: Math.min(10, Math.max(1, number('max_attempts', DEFAULT_RETRY.max_attempts))),
    backoff,
    initial_seconds: number('initial_backoff_seconds', DEFAULT_RETRY.initial_seconds),
    max_seconds: number('max_backoff_seconds', DEFAULT_RETRY.max_seconds),
  }
}

function waitSeconds({ max_attempts, backoff, initial_seconds, max_seconds }: PlanRetry): number {
  let total = 0
  for (let attempt = 1; attempt < max_attempts; attempt += 1) {
    const growth = { fixed: 1, linear: attempt, exponential: 2 ** (attempt - 1) }[backoff]
    total += Math.min(max_seconds, initial_seconds * growth)
  }
  return total
}

import { valueAt } from '../document/outline.js'
import type { PipelineEstimate } from '../estimate/estimate-pipeline.js'
import type { EstimateInterval } from '../estimate/interval.js'
import type { Issue, IssueFix } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { JsonObject } from '../json/json.js'
import type { QuotaLimits } from './resources-ports.js'

/** Level 4, cost: the estimate beside the document's own, its budget, and the quota of its workspace. */
export function checkEstimate(document: JsonObject, estimate: PipelineEstimate, limits: QuotaLimits): Issue[] {
  const isSafe = valueAt(document, ['execution', 'mode']) === 'safe'
  const { cost, duration, unknown } = estimate
  const budget = numberAt(document, 'budget_units')
  const minutes: EstimateInterval = {
    least: round(duration.least / 60),
    expected: round(duration.expected / 60),
    most: duration.most === null ? null : round(duration.most / 60),
  }
  const isComplete = unknown.length === 0
  const issues = [
    ...differs(document, 'estimated_cost_units', cost, 'cost units', isComplete),
    ...differs(document, 'estimated_duration_minutes', minutes, 'minutes', isComplete),
  ]
  if (budget !== undefined) {
    const over = overLimit(cost, budget, `the budget is ${budget}`)
    const path = ['execution', 'budget_units']
    if (over !== undefined)
      issues.push(makeIssue('over_budget', over.message, path, isSafe && over.expected ? {} : { severity: 'warning' }))
  }
  if (limits.cost_units !== undefined) {
    const over = overLimit(cost, limits.cost_units, `the quota of the workspace is ${limits.cost_units}`)
    if (over !== undefined)
      issues.push(makeIssue('over_quota', over.message, ['workspace_id'], over.expected ? {} : { severity: 'warning' }))
  }
  // Where no bound is asked for, one that is missing is nobody's worry.
  const asksForBound = isSafe || budget !== undefined || limits.cost_units !== undefined
  return asksForBound ? [...issues, ...estimate.issues] : issues
}

function differs(
  document: JsonObject,
  key: 'estimated_cost_units' | 'estimated_duration_minutes',
  { least, expected, most }: EstimateInterval,
  unit: string,
  isComplete: boolean,
): Issue[] {
  const given = numberAt(document, key)
  if (given === undefined || (given >= least && (most === null || given <= most))) return []
  const path = ['execution', key]
  const range = most === null ? `at least ${least} ${unit}` : `${least} to ${most} ${unit}`
  const message = `the document says ${given} ${unit}, and its steps come to ${range}, ${expected} expected`
  const changes = [{ kind: 'set' as const, path, value: expected }]
  const fix: IssueFix = { title: `change to ${expected}`, safe: false, changes }
  return [makeIssue('estimate_differs', message, path, isComplete ? { fix } : {})]
}

function overLimit({ expected, most }: EstimateInterval, limit: number, says: string) {
  if (expected > limit) return { expected: true, message: `the run is expected to cost ${expected} units, and ${says}` }
  if (most !== null && most > limit)
    return { expected: false, message: `the run may cost up to ${most} units, and ${says}` }
  return undefined
}

function numberAt(document: JsonObject, key: string): number | undefined {
  const value = valueAt(document, ['execution', key])
  return typeof value === 'number' ? value : undefined
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}

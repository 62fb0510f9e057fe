import { type Outline, valueAt } from '../document/outline.js'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import type { JsonObject } from '../json/json.js'
import { doesWork, Followers, parallelLimit, peakOf } from './resources-peak.js'
import { type QuotaLimits, RESOURCE_NAMES, type ResourceName, type Resources } from './resources-ports.js'
import { amountInWords, availabilityInWords, requestInWords, requestsFor } from './resources-requests.js'

/** Level 4, resources: what steps ask for is free and within the quota of the workspace, which may work in the project. */
export function checkResources(document: JsonObject, outline: Outline, resources: Resources): Issue[] {
  const { workspace_id: workspace, project_id: project } = document
  if (typeof workspace !== 'string' || typeof project !== 'string') return []
  const issues: Issue[] = []
  if (resources.access?.may(workspace, project) === false) {
    const message = `the workspace '${workspace}' has no access to the project '${project}'`
    issues.push(makeIssue('access_denied', message, ['project_id']))
  }
  const limits = resources.quota?.limit(workspace) ?? {}
  const after = new Followers(outline)
  for (const resource of RESOURCE_NAMES)
    issues.push(...resourceIssues(resource, document, outline, after, resources, limits))
  issues.push(...parallelIssues(document, workspace, limits))
  return issues
}

function resourceIssues(
  resource: ResourceName,
  document: JsonObject,
  outline: Outline,
  after: Followers,
  { availability }: Resources,
  limits: QuotaLimits,
): Issue[] {
  const available = availability?.of(resource)
  const limit = limits[resource]
  const requests = requestsFor(resource, outline.steps.filter(doesWork))
  const issues: Issue[] = []
  for (const request of requests) {
    const { step, amount } = request
    const at = [...step.path, 'resources', resource]
    const asks = `Step '${step.id}' requests ${requestInWords(request)}`
    if (limit !== undefined && amount > limit) {
      const message = `${asks}, and the quota of the workspace is ${amountInWords(resource, limit)}`
      issues.push(makeIssue('over_quota', message, at, { step: step.id }))
    }
    if (available === undefined) continue
    const { free, total } = available
    const message = `${asks}, current availability: ${availabilityInWords(resource, free, total)}`
    if (amount <= free) issues.push(makeIssue('resource_request', message, at, { step: step.id }))
    else {
      const hint = amount > total ? 'there is not that much, so it could never start' : 'submit it when more is free'
      issues.push(makeIssue('resource_unavailable', message, at, { step: step.id, hint }))
    }
  }
  if (available === undefined) return issues
  const peak = peakOf(requests, after, parallelLimit(document))
  const [first, second] = peak.steps
  // One call that does not fit alone has been reported as an error.
  if (first === undefined || peak.amount <= available.free || requests.some(({ amount }) => amount > available.free))
    return issues
  const names = peak.steps.slice(0, 5).map(({ id }) => `'${id}'`)
  const more = peak.steps.length > names.length ? ` and ${peak.steps.length - names.length} more` : ''
  const availableWords = availabilityInWords(resource, available.free, available.total)
  const who = second === undefined ? `Calls of step ${names.join('')}` : `Steps ${names.join(', ')}${more}`
  const message = `${who} may request ${amountInWords(resource, peak.amount)} at once, current availability: ${availableWords}`
  const hint = 'some may have to wait; set `max_parallel` lower, or let one depend on another'
  issues.push(makeIssue('resource_peak', message, [...first.path, 'resources', resource], { step: first.id, hint }))
  return issues
}

function parallelIssues(document: JsonObject, workspace: string, { parallel_steps: most }: QuotaLimits): Issue[] {
  const given = valueAt(document, ['execution', 'max_parallel'])
  if (most === undefined || typeof given !== 'number' || given <= most) return []
  const path = ['execution', 'max_parallel']
  const message = `${given} steps may run at once, and the quota of the workspace '${workspace}' is ${most}`
  const fix = { title: `change to ${most}`, safe: false, changes: [{ kind: 'set' as const, path, value: most }] }
  return [makeIssue('over_quota', message, path, { fix })]
}

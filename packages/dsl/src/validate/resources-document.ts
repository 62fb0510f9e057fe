import * as z from 'zod'
import type { Issue } from '../issues/issue.js'
import { makeIssue } from '../issues/make-issue.js'
import { isJsonObject, type Json } from '../json/json.js'
import { once } from '../steps/once.js'
import { parseQuantity, QUANTITY_PATTERN } from '../steps/quantity.js'
import { readYaml } from '../yaml/read-yaml.js'
import { locateIssues } from './locate-issues.js'
import { type QuotaLimits, RESOURCE_NAMES, type ResourceAmount, type Resources } from './resources-ports.js'
import { zodIssues } from './zod-issues.js'

const quantity = once(() =>
  z.union([z.number().nonnegative(), z.string().regex(QUANTITY_PATTERN)], {
    error: () => 'expected a quantity as Kubernetes writes it, such as 500m, 1Gi, 2 or 1e3',
  }),
)

const amount = once(() => z.strictObject({ free: quantity(), total: quantity() }).optional())

const resourcesSchema = once(() =>
  z.strictObject({
    availability: z.strictObject({ cpu: amount(), memory: amount(), gpu: amount() }).optional(),
    quotas: z
      .record(
        z.string(),
        z.strictObject({
          cpu: quantity().optional(),
          memory: quantity().optional(),
          gpu: quantity().optional(),
          cost_units: z.number().nonnegative().optional(),
          parallel_steps: z.int().min(1).optional(),
        }),
      )
      .optional(),
    access: z.array(z.strictObject({ workspace_id: z.string().min(1), project_id: z.string().min(1) })).optional(),
  }),
)

const QUOTA_KEYS = [...RESOURCE_NAMES, 'cost_units', 'parallel_steps'] as const

/**
 * What reading a resources document gave.
 *
 * @example
 * ```ts
 * import { type ParsedResources, resourcesFromDocument } from '@odp/dsl'
 *
 * const parsed: ParsedResources = resourcesFromDocument('quotas: { acme: { cost_units: 500 } }')
 * ```
 */
export interface ParsedResources {
  /** The ports, when no error was found. */
  readonly resources?: Resources
  /** Everything that was found, with line and column where a text was given. */
  readonly issues: readonly Issue[]
}

/**
 * Reads what there is and what workspaces may use from a document: `availability` (by resource, `free` and `total`), `quotas` (by workspace: `cpu`,
 * `memory`, `gpu`, `cost_units`, `parallel_steps`) and `access` (a list of `workspace_id` and `project_id`), each of which may be absent and then is
 * not checked. A workspace without quotas has no bounds. Never throws.
 *
 * @param source YAML or JSON text, or its value
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs'
 * import { resourcesFromDocument, validatePipeline } from '@odp/dsl'
 *
 * const { resources, issues } = resourcesFromDocument({ availability: { gpu: { free: 2, total: 10 } } })
 * const report = validatePipeline(readFileSync('pipeline.yaml', 'utf8'), { ...resources })
 * ```
 */
export function resourcesFromDocument(source: Json): ParsedResources {
  if (typeof source !== 'string') return fromValue(source)
  const reading = readYaml(source)
  const { resources, issues: found } = reading.value === undefined ? { issues: [] } : fromValue(reading.value)
  const issues = locateIssues([...reading.issues, ...found], reading.positions)
  const isRefused = resources === undefined || issues.some(({ severity }) => severity === 'error')
  return isRefused ? { issues } : { resources, issues }
}

function fromValue(value: Json): ParsedResources {
  if (!isJsonObject(value)) {
    const message =
      'a resources document is a mapping with availability, quotas and access, each of which may be absent'
    return { issues: [makeIssue('not_a_mapping', message, [])] }
  }
  const issues = zodIssues(resourcesSchema(), value, [])
  if (issues.length > 0) return { issues }
  // Not what Zod gives back: it leaves a workspace named `__proto__` out, and refuses the free keys that start with `x-`.
  const { availability, quotas, access } = value as unknown as z.infer<ReturnType<typeof resourcesSchema>>
  const amounts = new Map<string, ResourceAmount>()
  for (const name of RESOURCE_NAMES) {
    const found = availability?.[name]
    if (found !== undefined)
      amounts.set(name, { free: parseQuantity(found.free) ?? 0, total: parseQuantity(found.total) ?? 0 })
  }
  const limits = new Map(Object.entries(quotas ?? {}).map(([workspace, quota]) => [workspace, readLimits(quota)]))
  const allowed = new Set(access?.map((entry) => accessKey(entry.workspace_id, entry.project_id)))
  return {
    issues,
    resources: {
      ...(availability === undefined ? {} : { availability: { of: (resource) => amounts.get(resource) } }),
      ...(quotas === undefined ? {} : { quota: { limit: (workspace) => limits.get(workspace) ?? {} } }),
      ...(access === undefined
        ? {}
        : { access: { may: (workspace, project) => allowed.has(accessKey(workspace, project)) } }),
    },
  }
}

function readLimits(quota: Readonly<Record<string, Json | undefined>>): QuotaLimits {
  const known = QUOTA_KEYS.map((key) => [key, parseQuantity(quota[key])] as const)
  return Object.fromEntries(known.filter(([, value]) => value !== undefined))
}

function accessKey(workspace: string, project: string): string {
  return JSON.stringify([workspace, project])
}

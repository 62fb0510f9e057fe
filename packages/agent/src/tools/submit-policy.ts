import { type Json, type PipelineDocument, type PipelineEstimate, STEP_DEFINITIONS } from '@odp/dsl'
import type { ToolPolicy } from './tool-context.js'
import { ToolError } from './tool-error.js'

/** Refuses a workspace that is not one of the policy. */
export function allowWorkspace({ workspaces }: ToolPolicy, id: string): void {
  if (workspaces === undefined || workspaces.includes(id)) return
  throw new ToolError('workspace_not_allowed', `the workspace '${id.slice(0, 100)}' is not open to these tools`, {
    hint: `they may use: ${workspaces.join(', ') || 'none'}`,
  })
}

/** Refuses a document that the policy does not let a tool start. The mode has been decided before. */
export function allowStart(
  policy: ToolPolicy,
  document: PipelineDocument,
  mode: 'safe' | 'brave',
  estimate: PipelineEstimate | undefined,
): void {
  allowWorkspace(policy, document.workspace_id)
  if (!policy.modes.includes(mode)) {
    throw new ToolError('mode_not_allowed', `tools may not start executions in ${mode} mode`, {
      hint: `write execution: { mode: ${policy.modes[0] ?? 'safe'} }`,
    })
  }
  if (document.replay?.enabled === true) {
    throw new ToolError('replay_not_allowed', 'tools start no replays', {
      hint: 'replay_preview says what one would do; a person starts it with `odp replay`',
    })
  }
  allowContent(policy, document as unknown as Json)
  allowCost(policy, mode, estimate)
}

function allowCost(
  { budget_cost_units: budget }: ToolPolicy,
  mode: 'safe' | 'brave',
  estimate: PipelineEstimate | undefined,
): void {
  if (budget === undefined) return
  const { expected, most } = estimate?.cost ?? { expected: 0, most: null }
  // In safe mode a person sees that nothing bounds the cost; in brave mode nobody would.
  const isOver = expected > budget || (most === null ? mode === 'brave' : most > budget)
  if (!isOver) return
  const figure = `expected ${expected}, at most ${most ?? 'unbounded'}`
  throw new ToolError('over_budget', `it costs ${figure} cost units; tools may spend ${budget}`, {
    hint: 'estimate_pipeline names the dearest steps; loops over fewer items and fewer attempts cost less',
  })
}

/** Step types with a key that holds code. */
const CODE_TYPES: ReadonlySet<unknown> = new Set(
  Object.values(STEP_DEFINITIONS)
    .filter(({ keys }) => Object.hasOwn(keys, 'code'))
    .map(({ type }) => type),
)

/** Looks at every mapping of the document, wherever it stands. */
function allowContent(policy: ToolPolicy, value: Json): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) allowContent(policy, item)
    return
  }
  if (CODE_TYPES.has(value.type) && 'code' in value && !policy.allow_code) {
    throw new ToolError('code_not_allowed', `the step '${String(value.id).slice(0, 100)}' holds code of its own`, {
      hint: 'use a method of the catalog: search_methods finds one',
    })
  }
  if ('delivery' in value) allowDelivery(policy, value.delivery)
  for (const item of Object.values(value)) allowContent(policy, item)
}

function allowDelivery({ webhook_hosts }: ToolPolicy, delivery: Json | undefined): void {
  if (typeof delivery !== 'object' || delivery === null || Array.isArray(delivery)) return
  const host = hostOf(delivery.url)
  if (host !== undefined && webhook_hosts.includes(host)) return
  throw new ToolError('webhook_not_allowed', `files may not be sent to '${String(delivery.url).slice(0, 200)}'`, {
    hint:
      webhook_hosts.length === 0 ? 'leave `delivery` out: the file is kept' : `allowed: ${webhook_hosts.join(', ')}`,
  })
}

/** The host of an https address without templates. */
function hostOf(url: Json | undefined): string | undefined {
  if (typeof url !== 'string' || url.includes('{{')) return undefined
  const [, host] = /^https:\/\/([a-z0-9.-]+)(?::\d{1,5})?(?:[/?#][^\s\\]*)?$/i.exec(url) ?? []
  return host?.toLowerCase()
}

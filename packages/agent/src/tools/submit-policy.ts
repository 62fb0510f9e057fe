import type { PipelineDocument, PipelineEstimate } from '@odp/dsl'
import type { PolicyBreach } from '../policy/breach.js'
import { documentBreaches } from '../policy/check-document.js'
import type { DocumentPolicy } from '../policy/document-policy.js'
import type { ToolPolicy } from './tool-context.js'
import { ToolError, type ToolErrorCode } from './tool-error.js'

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
  const [breach] = documentBreaches({ ...document, execution: { ...document.execution, mode } }, policyOf(policy))
  if (breach !== undefined) {
    const { code, hint } = REFUSALS[breach.code](policy)
    throw new ToolError(code, breach.message, { hint })
  }
  allowCost(policy, mode, estimate)
}

/** A document that a tool starts was written by anybody, and is looked at by a person: it may read secrets, and ask for any resources that there are. */
function policyOf({ modes, workspaces, webhook_hosts, allow_code }: ToolPolicy): DocumentPolicy {
  return { modes, workspaces, webhook_hosts, allow_code, allow_secrets: true }
}

type Refuse = (policy: ToolPolicy) => { readonly code: ToolErrorCode; readonly hint: string }

const other: Refuse = () => ({ code: 'pipeline_invalid', hint: 'validate_pipeline says what may stand there' })

const REFUSALS: Readonly<Record<PolicyBreach['code'], Refuse>> = {
  workspace: ({ workspaces }) => ({
    code: 'workspace_not_allowed',
    hint: `they may use: ${workspaces?.join(', ') || 'none'}`,
  }),
  mode: ({ modes }) => ({ code: 'mode_not_allowed', hint: `write execution: { mode: ${modes[0] ?? 'safe'} }` }),
  replay: () => ({
    code: 'replay_not_allowed',
    hint: 'replay_preview says what one would do; a person starts it with `odp replay`',
  }),
  inline_code: () => ({ code: 'code_not_allowed', hint: 'use a method of the catalog: search_methods finds one' }),
  webhook_host: ({ webhook_hosts }) => ({
    code: 'webhook_not_allowed',
    hint:
      webhook_hosts.length === 0 ? 'leave `delivery` out: the file is kept' : `allowed: ${webhook_hosts.join(', ')}`,
  }),
  not_permitted: other,
  quota: other,
  secret: other,
  setting: other,
  malformed: other,
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

import {
  diffPipelines,
  type JsonObject,
  type PipelineChange,
  parsePipeline,
  renderDiff,
  type ValueChange,
} from '@odp/dsl'
import type { ApprovalRequest } from '@odp/dsl/plan'
import type { ConversationState } from './conversation-state.js'

/**
 * Something of a revised pipeline that its approval does not cover: what it costs, what it calls and where it sends, which data it reads and when, or code.
 *
 * @example
 * ```ts
 * import type { ApprovalChange } from '@odp/agent/graph'
 *
 * const print = ({ kind, text }: ApprovalChange) => `${kind}: ${text}`
 * ```
 */
export interface ApprovalChange {
  readonly kind: 'cost' | 'targets' | 'data' | 'code'
  readonly text: string
}

/** What a person approved. */
export type GrantedApproval = NonNullable<ConversationState['granted']>

/** Keys that say how patiently and how much at a time something is done, or tell people about it; what that costs is held against the estimate. */
const FREE = new Set([
  'name',
  'description',
  'retry_policy',
  'timeout_minutes',
  'poll_interval_seconds',
  'max_parallel',
])
const TARGETS = new Set([
  'type',
  'method',
  'model',
  'flow',
  'template',
  'asset',
  'assets',
  'execution_mode',
  'delivery',
  'resources',
  'training',
  'model_uri',
  'model_version',
  'service_name',
  'format',
  'workspace_id',
  'project_id',
  'execution',
])
const CODE = new Set(['code', 'runtime', 'agent_type', 'agent_config'])

/**
 * What of a pipeline is not covered by an approval that was given; nothing where it goes on under that.
 *
 * @param spent cost units of all executions so far: with what was spent under the approval, it is expected to stay within the most that was approved
 */
export function approvalChanges(
  granted: GrantedApproval,
  document: string,
  input: JsonObject,
  approval: ApprovalRequest,
  spent: number,
): ApprovalChange[] {
  const { cost_units } = approval.estimate
  const changes: ApprovalChange[] = [...costChanges(granted.cost_units, cost_units, spent - granted.spent)]
  const before = parsePipeline(granted.document).pipeline
  const after = parsePipeline(document).pipeline
  if (before === undefined || after === undefined) return [...changes, { kind: 'data', text: 'it cannot be compared' }]
  for (const change of diffPipelines(before, after).changes) changes.push(...stepChanges(change))
  const names = [...new Set([...Object.keys(granted.input), ...Object.keys(input)])]
  for (const name of names)
    if (JSON.stringify(granted.input[name]) !== JSON.stringify(input[name]))
      changes.push({ kind: 'data', text: `the run's input '${name}' is another` })
  return changes
}

function* costChanges(
  before: ApprovalRequest['estimate']['cost_units'],
  after: ApprovalRequest['estimate']['cost_units'],
  spent: number,
): Iterable<ApprovalChange> {
  if (before === null && after === null) return
  if (before === null || after === null) {
    yield { kind: 'cost', text: `the cost is ${after === null ? 'no longer' : 'only now'} known` }
    return
  }
  const [, expected, most] = after
  if (expected > before[1]) yield { kind: 'cost', text: `expected ${before[1]} → ${expected} units` }
  if ((most ?? Infinity) > (before[2] ?? Infinity))
    yield { kind: 'cost', text: `at most ${before[2]} → ${most ?? '∞'} units` }
  if (spent + expected > (before[2] ?? Infinity))
    yield { kind: 'cost', text: `${spent} units are spent, and ${expected} more are above the most of ${before[2]}` }
}

function stepChanges(change: PipelineChange): ApprovalChange[] {
  if (change.kind === 'step_added' || change.kind === 'step_removed') return [{ kind: 'targets', text: textOf(change) }]
  if (change.kind === 'step_moved') return [{ kind: 'data', text: textOf(change) }]
  const kinds = new Map<ApprovalChange['kind'], ValueChange[]>()
  for (const one of change.changes) {
    const kind = kindOf(one)
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), one])
  }
  return [...kinds].map(([kind, changes]) => ({ kind, text: textOf({ ...change, changes }) }))
}

function kindOf({ path }: ValueChange): ApprovalChange['kind'] | undefined {
  const [key = '', inner] = path.map(String)
  if (FREE.has(key) || key.startsWith('x-')) return undefined
  if ((key === 'parallel_config' || key === 'execution') && inner === 'max_parallel') return undefined
  return TARGETS.has(key) ? 'targets' : CODE.has(key) ? 'code' : 'data'
}

/** One line, without the notes on estimates. */
function textOf(change: PipelineChange): string {
  const lines = renderDiff({ changes: [change] })
    .trimEnd()
    .split('\n')
  const own = lines.slice(0, 'changes' in change ? change.changes.length + 1 : 1)
  const [first = '', ...rest] = own.map((line) => line.trim())
  return rest.length === 0 ? first : `${first}: ${rest.join('; ')}`
}

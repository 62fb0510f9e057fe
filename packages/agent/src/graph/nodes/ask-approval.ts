import { diffPipelines, parsePipeline, renderDiff } from '@odp/dsl'
import type { ApprovalRequest } from '@odp/dsl/plan'
import { type ApprovalChange, approvalChanges } from '../approval-changes.js'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationProgress } from '../conversation-progress.js'
import { type Ask, approvalReply } from '../conversation-question.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { givenUp } from './given-up.js'
import { revised } from './revised.js'

/**
 * Shows the document with its cost, and takes an approval of exactly that, a refusal, a change, or another input. A revision that an earlier approval of
 * the same person covers goes on under it, and that is told.
 */
export function askApproval(
  state: ConversationState,
  dependencies: ConversationDependencies,
  ask: Ask,
  tell: (progress: ConversationProgress) => void = () => {},
): ConversationUpdate {
  const { document, approval, issues, policy, unused_words, failure, reused, spent } = state
  if (document === undefined || approval === undefined) return givenUp(state)
  const changes = changesOf(state, approval)
  const isSame = changes?.length === 0 && state.granted?.by === dependencies.by
  // What was left out of the request, or could not be started, is for the person to see.
  const isPlain = issues.length === 0 && policy.length === 0 && unused_words.length === 0 && failure === undefined
  if (isSame && isPlain) {
    const { digest, by } = state.granted ?? { digest: '', by: dependencies.by }
    tell({ kind: 'approval_carried', approved: digest, estimate: approval.estimate })
    return { ...approvedBy(approval.digest, by, dependencies), carried: digest }
  }
  const question = {
    kind: 'approval',
    diff: diffOf(state, dependencies),
    changes: changes ?? [],
    document,
    approval,
    spent,
    issues,
    policy,
    unused_words,
    reused,
    ...(failure === undefined ? {} : { failure }),
  } as const
  const reply = ask(question, approvalReply(issues.length === 0 ? approval.digest : undefined))
  if (reply.action === 'reject') return { status: 'rejected', next: 'end' }
  if (reply.action === 'input') return { input: reply.input, failure: undefined, next: 'estimateCost' }
  if (reply.action === 'edit') return revised(state, reply.request, dependencies)
  const { by } = dependencies
  const { cost_units } = approval.estimate
  const granted = { digest: reply.digest, document, input: state.input, cost_units, spent, by }
  return { ...approvedBy(reply.digest, by, dependencies), granted, carried: undefined }
}

function diffOf({ pipeline, document }: ConversationState, { catalog }: ConversationDependencies): string[] {
  const before = pipeline === undefined ? undefined : parsePipeline(pipeline).pipeline
  const after = parsePipeline(document ?? '').pipeline
  if (before === undefined || after === undefined) return []
  return renderDiff(diffPipelines(before, after, { catalog: catalog.index }))
    .trimEnd()
    .split('\n')
}

/** What an earlier approval does not cover; undefined where none was given. */
function changesOf(state: ConversationState, approval: ApprovalRequest): ApprovalChange[] | undefined {
  const { granted, document = '', input, execution_id, replay_of, spent } = state
  if (granted === undefined) return undefined
  const changes = approvalChanges(granted, document, input, approval, spent)
  if (execution_id === undefined || replay_of !== undefined) return changes
  return [...changes, { kind: 'cost', text: 'nothing is taken over: all of it runs, and costs, once more' }]
}

function approvedBy(digest: string, by: string, { executions }: ConversationDependencies) {
  const next = executions === undefined ? 'end' : 'submitPlan'
  return { approved: digest, approved_by: by, failure: undefined, status: 'approved', next } as const
}

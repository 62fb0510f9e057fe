import type { ConversationDependencies } from '../conversation-dependencies.js'
import { type Ask, approvalReply } from '../conversation-question.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import { givenUp } from './given-up.js'
import { revised } from './revised.js'

/** Shows the document with its cost, and takes an approval of exactly that, a refusal, a change, or another input. */
export function askApproval(
  state: ConversationState,
  dependencies: ConversationDependencies,
  ask: Ask,
): ConversationUpdate {
  const { document, approval, issues, policy, unused_words, failure, reused } = state
  if (document === undefined || approval === undefined) return givenUp(state)
  const question = {
    kind: 'approval',
    document,
    approval,
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
  const approved = {
    approved: reply.digest,
    approved_by: dependencies.by,
    failure: undefined,
    status: 'approved',
  } as const
  return { ...approved, next: dependencies.executions === undefined ? 'end' : 'submitPlan' }
}

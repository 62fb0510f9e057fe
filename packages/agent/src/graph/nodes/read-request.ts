import { parsePipeline } from '@odp/dsl'
import { unreadable } from '../../edit/unreadable.js'
import { findRefusals } from '../../policy/refusals.js'
import { LONGEST_REQUEST } from '../../request/read-request.js'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** Reads a request: what is never done ends here, before any planner or model sees it. */
export function readRequest(state: ConversationState, { context }: ConversationDependencies): ConversationUpdate {
  const request = state.request.trim()
  const fresh = {
    draft: undefined,
    answer: undefined,
    graph: undefined,
    document: undefined,
    issues: [],
    repairs: 0,
    question: undefined,
    missing: undefined,
    policy: [],
    failure: undefined,
    approval: undefined,
    approved: undefined,
  }
  const end = (missing: string): ConversationUpdate => ({ ...fresh, missing, status: 'abstained', next: 'end' })
  if (request === '') return end('the request is empty')
  if (request.length > LONGEST_REQUEST)
    return end(`the request has ${request.length} characters, above ${LONGEST_REQUEST}: say it in fewer words`)
  if (state.pipeline !== undefined) {
    const { pipeline, issues } = parsePipeline(state.pipeline)
    if (pipeline === undefined) return end(unreadable(issues))
  }
  const refusals = findRefusals(request, context)
  if (refusals.some(({ is_whole }) => is_whole))
    return { ...fresh, policy: [...new Set(refusals.map(({ reason }) => reason))], status: 'refused', next: 'end' }
  return { ...fresh, request, status: 'drafting', next: 'findCandidates' }
}

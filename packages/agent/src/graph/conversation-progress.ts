import type { ApprovalRequest, ExecutionEvent } from '@odp/dsl/plan'
import type { ConversationNode, ConversationState } from './conversation-state.js'

/**
 * Something that a conversation does while one waits for it.
 *
 * @example
 * ```ts
 * import type { ConversationProgress } from '@odp/agent/graph'
 *
 * const print = (progress: ConversationProgress) =>
 *   console.log(progress.kind === 'execution' ? progress.event.type : progress.kind)
 * ```
 */
export type ConversationProgress =
  | { readonly kind: 'node'; readonly node: ConversationNode; readonly status: ConversationState['status'] }
  | { readonly kind: 'execution'; readonly event: ExecutionEvent }
  /** A revision goes on under the approval that was given before: it costs no more, and its targets, data and code are the same. */
  | { readonly kind: 'approval_carried'; readonly approved: string; readonly estimate: ApprovalRequest['estimate'] }

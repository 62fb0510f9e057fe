import type { ExecutionEvent } from '@odp/dsl/plan'
import type { ConversationNode, ConversationState } from './conversation-state.js'

/**
 * Something that a conversation does while one waits for it.
 *
 * @example
 * ```ts
 * import type { ConversationProgress } from '@odp/agent/graph'
 *
 * const print = (progress: ConversationProgress) =>
 *   console.log(progress.kind === 'node' ? progress.node : progress.event.type)
 * ```
 */
export type ConversationProgress =
  | { readonly kind: 'node'; readonly node: ConversationNode; readonly status: ConversationState['status'] }
  | { readonly kind: 'execution'; readonly event: ExecutionEvent }

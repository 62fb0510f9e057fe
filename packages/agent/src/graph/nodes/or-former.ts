import type { ConversationState, ConversationUpdate } from '../conversation-state.js'

/** Where nothing comes of a change, the pipeline that was to be changed is shown again, with why: it is not lost. */
export function orFormer({ pipeline, revisions }: ConversationState, update: ConversationUpdate): ConversationUpdate {
  const isLost = update.next === 'end' && (update.status === 'abstained' || update.status === 'refused')
  if (!isLost || pipeline === undefined || revisions === 0) return update
  const message = [...(update.missing === undefined ? [] : [update.missing]), ...(update.policy ?? [])].join('; ')
  return {
    ...update,
    document: pipeline,
    pipeline: undefined,
    draft: undefined,
    graph: undefined,
    missing: undefined,
    policy: [],
    issues: [],
    failure: { code: 'change_failed', message },
    status: 'drafting',
    next: 'estimateCost',
  }
}

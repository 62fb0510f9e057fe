import type { Issue } from '@odp/dsl'
import type { ConversationState } from '../conversation-state.js'

/** An issue without its place in the text: what a person or a model needs to mend it. */
export function shortIssue({ code, message, step, hint }: Issue): ConversationState['issues'][number] {
  return { code, message, ...(step === undefined ? {} : { step }), ...(hint === undefined ? {} : { hint }) }
}

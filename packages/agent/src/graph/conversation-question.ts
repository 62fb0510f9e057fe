import type { ApprovalRequest } from '@odp/dsl/plan'
import * as z from 'zod'
import type { ApprovalChange } from './approval-changes.js'
import type { ConversationState } from './conversation-state.js'

/**
 * What a conversation waits for.
 *
 * @example
 * ```ts
 * import type { ConversationQuestion } from '@odp/agent/graph'
 *
 * const title = (question: ConversationQuestion) => (question.kind === 'question' ? question.text : question.kind)
 * ```
 */
export type ConversationQuestion =
  | { readonly kind: 'question'; readonly text: string; readonly options: readonly string[] }
  | {
      readonly kind: 'approval'
      /** The pipeline as YAML. */
      readonly document: string
      readonly approval: ApprovalRequest
      /** Cost units of earlier executions of the conversation, which the estimate does not have. */
      readonly spent: number
      /** What keeps it from being started; it cannot be approved then. */
      readonly issues: ConversationState['issues']
      readonly policy: readonly string[]
      readonly unused_words: readonly string[]
      /** Steps whose outputs are taken over of the former execution. */
      readonly reused: readonly string[]
      /** What is different from the pipeline that was to be changed, step by step; empty where none was. */
      readonly diff: readonly string[]
      /** What the approval that was given before does not cover, where one was. */
      readonly changes: readonly ApprovalChange[]
      /** Why the last try to start it failed, or, with the code `change_failed`, to change it. */
      readonly failure?: ConversationState['failure']
    }
  | { readonly kind: 'replan'; readonly execution: NonNullable<ConversationState['execution']> }

const LONGEST = 20_000

export const answerReply = z.strictObject({ answer: z.string().min(1).max(LONGEST) })

const reject = z.strictObject({ action: z.literal('reject') })
const edit = z.strictObject({ action: z.literal('edit'), request: z.string().min(1).max(LONGEST) })
const input = z.strictObject({ action: z.literal('input'), input: z.record(z.string(), z.json()) })

/** An approval names the digest that was shown; without one there is nothing to approve. */
export function approvalReply(digest: string | undefined) {
  if (digest === undefined) return z.discriminatedUnion('action', [reject, edit, input])
  const approve = z.strictObject({ action: z.literal('approve'), digest: z.literal(digest) })
  return z.discriminatedUnion('action', [approve, reject, edit, input])
}

export const replanReply = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('stop') }),
  z.strictObject({ action: z.literal('again') }),
  edit,
])

/** Puts a question to the person and gives the reply, once there is one that fits. */
export type Ask = <Schema extends z.ZodType>(question: ConversationQuestion, schema: Schema) => z.output<Schema>

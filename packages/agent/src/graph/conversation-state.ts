import type { JsonObject } from '@odp/dsl'
import type { ApprovalRequest } from '@odp/dsl/plan'
import * as z from 'zod'
import type { FlatPlan } from '../plan/flat-plan.js'
import type { PlanGraph } from '../plan/plan-graph.js'

/**
 * Names of the nodes of the graph, in the order in which a smooth conversation goes through them.
 *
 * @example
 * ```ts
 * import { CONVERSATION_NODES } from '@odp/agent/graph'
 *
 * CONVERSATION_NODES[0] // 'readRequest'
 * ```
 */
export const CONVERSATION_NODES = [
  'readRequest',
  'findCandidates',
  'draftPlan',
  'compilePlan',
  'checkPlan',
  'repairPlan',
  'askUser',
  'estimateCost',
  'askApproval',
  'submitPlan',
  'watchExecution',
  'decideReplan',
] as const

/**
 * The name of a node.
 *
 * @example
 * ```ts
 * import type { ConversationNode } from '@odp/agent/graph'
 *
 * const isQuestion = (node: ConversationNode) => node === 'askUser' || node === 'askApproval'
 * ```
 */
export type ConversationNode = (typeof CONVERSATION_NODES)[number]

/** A step of an execution as the agent may see it: no outputs, no messages, nothing that was crawled. */
const step = z.strictObject({
  id: z.string(),
  type: z.string(),
  status: z.string(),
  attempts: z.number(),
  failure: z.string().optional(),
  items: z.strictObject({ count: z.number(), failed: z.number() }).optional(),
})

const issue = z.strictObject({
  code: z.string(),
  message: z.string(),
  step: z.string().optional(),
  hint: z.string().optional(),
})

const question = z.strictObject({ text: z.string(), options: z.array(z.string()) })

/** Everything that a conversation remembers; all of it is JSON, and none of it a secret. */
export const conversationSchema = z.object({
  thread_id: z.string(),
  workspace_id: z.string(),
  request: z.string(),
  /** The pipeline that the request is to change, as YAML. */
  pipeline: z.string().optional(),
  input: z.custom<JsonObject>().default({}),
  answers: z.array(z.strictObject({ question: z.string(), answer: z.string() })).default([]),
  candidates: z.array(z.string()).default([]),
  draft: z.custom<FlatPlan>().optional(),
  /** What the model answered, for a repair. */
  answer: z.unknown().optional(),
  graph: z.custom<PlanGraph>().optional(),
  document: z.string().optional(),
  issues: z.array(issue).default([]),
  repairs: z.number().default(0),
  question: question.optional(),
  missing: z.string().optional(),
  policy: z.array(z.string()).default([]),
  failure: z.strictObject({ code: z.string(), message: z.string() }).optional(),
  unused_words: z.array(z.string()).default([]),
  usage: z.strictObject({ calls: z.number(), input_tokens: z.number(), output_tokens: z.number() }).optional(),
  approval: z.custom<ApprovalRequest>().optional(),
  /** Digest that a person approved. */
  approved: z.string().optional(),
  approved_by: z.string().optional(),
  /** What was approved last: it also covers a revision that costs no more and changes neither targets nor data nor code. */
  granted: z
    .strictObject({
      digest: z.string(),
      document: z.string(),
      input: z.custom<JsonObject>(),
      cost_units: z.custom<ApprovalRequest['estimate']['cost_units']>(),
      /** What had been spent then. */
      spent: z.number().default(0),
      by: z.string(),
    })
    .optional(),
  /** The digest of that approval, where what runs goes on under it. */
  carried: z.string().optional(),
  execution_id: z.string().optional(),
  /** The execution whose outputs the next one takes over where they still hold. */
  replay_of: z.string().optional(),
  /** Steps whose outputs are taken over. */
  reused: z.array(z.string()).default([]),
  execution: z.strictObject({ status: z.string(), failure: z.string().optional(), steps: z.array(step) }).optional(),
  /** Cost units of the executions so far: what was expected of each, or what it reported where that is more. */
  spent: z.number().default(0),
  revisions: z.number().default(0),
  /** How the conversation stands. */
  status: z
    .enum([
      'drafting',
      'asking',
      'awaiting_approval',
      'approved',
      'running',
      'completed',
      'failed',
      'rejected',
      'refused',
      'abstained',
      'drafted',
    ])
    .default('drafting'),
  /** The node that comes next, or the end. */
  next: z.enum([...CONVERSATION_NODES, 'end']).default('readRequest'),
})

/**
 * Everything that a conversation remembers.
 *
 * @example
 * ```ts
 * import type { ConversationState } from '@odp/agent/graph'
 *
 * const print = ({ status, execution_id }: ConversationState) => `${status} ${execution_id ?? ''}`
 * ```
 */
export type ConversationState = z.output<typeof conversationSchema>

/** What a node changes. A key that is undefined is forgotten. */
export type ConversationUpdate = Partial<ConversationState> & Pick<ConversationState, 'next'>

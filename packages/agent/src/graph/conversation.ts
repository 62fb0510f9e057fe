import { type BaseCheckpointSaver, Command, INTERRUPT, MemorySaver } from '@langchain/langgraph'
import type { JsonObject } from '@odp/dsl'
import type { ConversationDependencies } from './conversation-dependencies.js'
import { ConversationError } from './conversation-error.js'
import { conversationGraph } from './conversation-graph.js'
import type { ConversationProgress } from './conversation-progress.js'
import type { ConversationQuestion } from './conversation-question.js'
import {
  CONVERSATION_NODES,
  type ConversationNode,
  type ConversationState,
  conversationSchema,
} from './conversation-state.js'

/**
 * What begins a conversation.
 *
 * @example
 * ```ts
 * import type { ConversationStart } from '@odp/agent/graph'
 *
 * const start: ConversationStart = { thread_id: 'ada-1', request: 'count the birds in Oslo' }
 * ```
 */
export interface ConversationStart {
  /** Letters, digits, `_`, `-` and `.`, at most 100; new, and unguessable where others may not join. */
  readonly thread_id: string
  readonly request: string
  /** YAML of a pipeline that the request is to change. */
  readonly pipeline?: string
  /** Input of the run. */
  readonly input?: JsonObject
}

/**
 * Where a conversation stands when it is the person's turn, or over.
 *
 * @example
 * ```ts
 * import type { ConversationTurn } from '@odp/agent/graph'
 *
 * const isOver = ({ question }: ConversationTurn) => question === undefined
 * ```
 */
export interface ConversationTurn {
  readonly thread_id: string
  readonly state: ConversationState
  /** What it waits for; absent when it is over, or was interrupted in the middle. */
  readonly question?: ConversationQuestion
  /** JSON Schema of a reply. */
  readonly reply_schema?: unknown
  readonly is_over: boolean
}

const ID = /^[A-Za-z0-9][\w.-]{0,99}$/
const RESERVED = new Set(['constructor', 'prototype'])

type GraphInput = { readonly conversation: ConversationState } | Command | null
type Tell = (progress: ConversationProgress) => void

/**
 * Conversations from a request to an approved and watched execution.
 *
 * @example
 * ```ts
 * import { preparePlannerCatalog } from '@odp/agent'
 * import { Conversations, typedGraphPlanner } from '@odp/agent/graph'
 *
 * const catalog = preparePlannerCatalog({ methods: [{ id: 'count_birds', step_type: 'function' }] })
 * const context = { workspace_id: 'w', project_id: 'p' }
 * const conversations = new Conversations({ catalog, context, planner: typedGraphPlanner(catalog, context), by: 'ada' })
 * const turn = await conversations.start({ thread_id: 'ada-1', request: 'count the birds' })
 * console.log(turn.question?.kind) // 'approval'
 * ```
 */
export class Conversations {
  readonly #graph: ReturnType<typeof conversationGraph>
  readonly #workspace: string
  readonly #busy = new Set<string>()

  /** @param checkpointer where conversations are kept. Default: in memory, as long as the process lives */
  constructor(dependencies: ConversationDependencies, checkpointer: BaseCheckpointSaver = new MemorySaver()) {
    this.#graph = conversationGraph(dependencies, checkpointer)
    this.#workspace = dependencies.context.workspace_id
  }

  /** Begins a conversation, and gives it back at its first question or its end. @throws ConversationError `thread_exists`, `thread_busy` */
  start({ thread_id, request, pipeline, input = {} }: ConversationStart, tell?: Tell): Promise<ConversationTurn> {
    if (!ID.test(thread_id) || RESERVED.has(thread_id))
      throw new RangeError(`'${thread_id.slice(0, 100)}' is no id of a conversation`)
    return this.#alone(thread_id, async () => {
      const known = await this.#graph.getState(at(thread_id))
      if (known.createdAt !== undefined)
        throw new ConversationError('thread_exists', `there is a conversation '${thread_id}' already`)
      const conversation = conversationSchema.parse({
        thread_id,
        workspace_id: this.#workspace,
        request,
        pipeline,
        input,
      })
      return this.#run(thread_id, { conversation }, tell)
    })
  }

  /**
   * Replies to what a conversation asks.
   *
   * @throws ConversationError: where there is nothing to reply to, or the reply does not fit; it can be given again then
   */
  reply(thread_id: string, reply: unknown, tell?: Tell): Promise<ConversationTurn> {
    return this.#alone(thread_id, async () => {
      const turn = await this.turn(thread_id)
      if (turn.is_over) throw new ConversationError('thread_finished', `the conversation '${thread_id}' has ended`)
      if (turn.question === undefined)
        throw new ConversationError('thread_not_waiting', `the conversation '${thread_id}' asks nothing at the moment`)
      if (!isReply(reply)) throw new ConversationError('reply_invalid', 'a reply has an `action`, or an `answer`')
      return this.#run(thread_id, new Command({ resume: reply }), tell)
    })
  }

  /** Takes a conversation on that was cut short, by the end of its process or an error. @throws ConversationError `thread_unknown`, `thread_finished` */
  continue(thread_id: string, tell?: Tell): Promise<ConversationTurn> {
    return this.#alone(thread_id, async () => {
      const turn = await this.turn(thread_id)
      if (turn.is_over) throw new ConversationError('thread_finished', `the conversation '${thread_id}' has ended`)
      return turn.question === undefined ? this.#run(thread_id, null, tell) : turn
    })
  }

  /** Where a conversation stands. @throws ConversationError `thread_unknown` */
  async turn(thread_id: string): Promise<ConversationTurn> {
    if (!ID.test(thread_id) || RESERVED.has(thread_id)) throw unknownThread(thread_id)
    const { values, next, tasks, createdAt } = await this.#graph.getState(at(thread_id))
    const state = (values as { conversation?: ConversationState }).conversation
    // A conversation of another workspace is none that is known here.
    if (createdAt === undefined || state === undefined || state.workspace_id !== this.#workspace)
      throw unknownThread(thread_id)
    const asked = tasks.flatMap(({ interrupts }) => interrupts)[0]
    return {
      thread_id,
      state,
      is_over: next.length === 0,
      ...(asked === undefined ? {} : { question: asked.value as ConversationQuestion }),
      ...(asked !== undefined && 'response_schema' in asked ? { reply_schema: asked.response_schema } : {}),
    }
  }

  async #run(thread_id: string, input: GraphInput, tell: Tell = () => {}): Promise<ConversationTurn> {
    try {
      const stream = await this.#graph.stream(input, {
        ...at(thread_id),
        // What a person said is on the disk before anything follows from it.
        durability: 'sync',
        streamMode: ['updates', 'custom'],
        recursionLimit: 200,
      })
      for await (const [mode, chunk] of stream) this.#tell(mode, chunk, tell)
    } catch (error) {
      if (input instanceof Command && error instanceof Error && error.name.endsWith('ZodError'))
        throw new ConversationError(
          'reply_invalid',
          `the reply does not fit what is asked: ${error.message.slice(0, 500)}`,
        )
      throw error
    }
    return this.turn(thread_id)
  }

  #tell(mode: unknown, chunk: unknown, tell: Tell): void {
    if (mode === 'custom') tell(chunk as ConversationProgress)
    if (mode !== 'updates' || typeof chunk !== 'object' || chunk === null) return
    for (const [node, update] of Object.entries(chunk)) {
      if (node === INTERRUPT || !CONVERSATION_NODES.includes(node as ConversationNode)) continue
      const { conversation } = update as { conversation: ConversationState }
      tell({ kind: 'node', node: node as ConversationNode, status: conversation.status })
    }
  }

  /** Two replies to one question would both be taken. */
  async #alone(thread_id: string, work: () => Promise<ConversationTurn>): Promise<ConversationTurn> {
    if (this.#busy.has(thread_id))
      throw new ConversationError('thread_busy', `the conversation '${thread_id}' is being worked on`)
    this.#busy.add(thread_id)
    try {
      return await work()
    } finally {
      this.#busy.delete(thread_id)
    }
  }
}

/** The rest of a reply is checked by the node that asked. */
function isReply(reply: unknown): boolean {
  return (
    typeof reply === 'object' && reply !== null && (Object.hasOwn(reply, 'action') || Object.hasOwn(reply, 'answer'))
  )
}

function unknownThread(thread_id: string): ConversationError {
  return new ConversationError('thread_unknown', `there is no conversation '${thread_id.slice(0, 100)}'`)
}

function at(thread_id: string) {
  return { configurable: { thread_id } }
}

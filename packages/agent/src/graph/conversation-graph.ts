import {
  Annotation,
  type BaseCheckpointSaver,
  END,
  interrupt,
  type LangGraphRunnableConfig,
  START,
  StateGraph,
} from '@langchain/langgraph'
import type { ConversationDependencies } from './conversation-dependencies.js'
import type { ConversationProgress } from './conversation-progress.js'
import type { Ask } from './conversation-question.js'
import {
  CONVERSATION_NODES,
  type ConversationNode,
  type ConversationState,
  type ConversationUpdate,
  conversationSchema,
} from './conversation-state.js'
import { askApproval } from './nodes/ask-approval.js'
import { askUser } from './nodes/ask-user.js'
import { checkPlan } from './nodes/check-plan.js'
import { compilePlan } from './nodes/compile-plan.js'
import { decideReplan } from './nodes/decide-replan.js'
import { draftPlan, repairPlan } from './nodes/draft-plan.js'
import { estimateCost } from './nodes/estimate-cost.js'
import { noteCandidates } from './nodes/find-candidates.js'
import { orFormer } from './nodes/or-former.js'
import { readRequest } from './nodes/read-request.js'
import { submitPlan } from './nodes/submit-plan.js'
import { watchExecution } from './nodes/watch-execution.js'

/** One channel: what nodes change is merged here and checked as a whole, so that a key can also be forgotten. */
const channels = Annotation.Root({ conversation: Annotation<ConversationState>() })
type Channels = typeof channels.State

/** Nodes in which a person decides. */
const ASKING: ReadonlySet<ConversationNode> = new Set<ConversationNode>(['askApproval', 'decideReplan'])

/** What a node does: a function of the state and of what it depends on. */
type NodeWork = (
  state: ConversationState,
  tell: (progress: ConversationProgress) => void,
) => ConversationUpdate | Promise<ConversationUpdate>

/** Every node, one flat graph: subgraphs and interrupts do not go together well. */
export function conversationGraph(dependencies: ConversationDependencies, checkpointer: BaseCheckpointSaver) {
  // Nothing around it may catch: an interrupt is thrown.
  const ask: Ask = (question, responseSchema) => interrupt(question, { responseSchema }) as never
  const works: Readonly<Record<ConversationNode, NodeWork>> = {
    readRequest: (state) => readRequest(state, dependencies),
    findCandidates: (state) => noteCandidates(state, dependencies),
    draftPlan: (state) => draftPlan(state, dependencies),
    compilePlan: (state) => compilePlan(state, dependencies),
    checkPlan: (state) => checkPlan(state, dependencies),
    repairPlan: (state) => repairPlan(state, dependencies),
    askUser: (state) => askUser(state, dependencies, ask),
    estimateCost: (state) => estimateCost(state, dependencies),
    askApproval: (state, tell) => askApproval(state, dependencies, ask, tell),
    submitPlan: (state) => submitPlan(state, dependencies),
    watchExecution: (state, tell) => watchExecution(state, dependencies, (event) => tell({ kind: 'execution', event })),
    decideReplan: (state) => decideReplan(state, dependencies, ask),
  }
  const graph = new StateGraph<typeof channels.spec, Channels, typeof channels.Update, string>(channels)
  for (const name of CONVERSATION_NODES) {
    graph.addNode(name, async ({ conversation }: Channels, config: LangGraphRunnableConfig) => {
      const done = await works[name](conversation, (progress) => config.writer?.(progress))
      const update = ASKING.has(name) ? done : orFormer(conversation, done)
      return { conversation: conversationSchema.parse({ ...conversation, ...update }) }
    })
    graph.addConditionalEdges(
      name,
      ({ conversation }: Channels) => (conversation.next === 'end' ? END : conversation.next),
      [...CONVERSATION_NODES, END],
    )
  }
  graph.addEdge(START, 'readRequest')
  return graph.compile({ checkpointer })
}

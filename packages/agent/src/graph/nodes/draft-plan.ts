import { findRefusals, withoutRefused } from '../../policy/refusals.js'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import type { Planned, PlanningTask } from '../graph-planner.js'
import { givenUp } from './given-up.js'

/** Asks the planner for a plan. */
export async function draftPlan(
  state: ConversationState,
  dependencies: ConversationDependencies,
): Promise<ConversationUpdate> {
  const refusals = findRefusals(askedFor(state), dependencies.context)
  const refused = [...new Set(refusals.map(({ reason }) => reason))]
  // An answer may ask for what a request may not.
  if (refusals.some(({ is_whole }) => is_whole)) return { policy: refused, status: 'refused', next: 'end' }
  const planned = await dependencies.planner.draft(taskOf(state, dependencies))
  return afterPlanning(state, planned, refused)
}

/** Has the planner mend a plan, or give another one. */
export async function repairPlan(
  state: ConversationState,
  dependencies: ConversationDependencies,
): Promise<ConversationUpdate> {
  const { planner } = dependencies
  const task = taskOf(state, dependencies)
  const { answer, issues } = state
  const planned = await (answer === undefined
    ? planner.standIn?.(task, issues)
    : planner.repair?.(task, answer, issues))
  if (planned === undefined) return givenUp(state)
  return { ...afterPlanning(state, planned, []), repairs: state.repairs + 1 }
}

function askedFor({ request, answers }: ConversationState): string {
  return [request, ...answers.map(({ answer }) => answer)].join(', ')
}

/** What the planner is asked for: the request without what is refused, and with what the person answered. */
function taskOf(state: ConversationState, { context }: ConversationDependencies): PlanningTask {
  const { pipeline, answers, usage } = state
  const asked = askedFor(state)
  return {
    request: withoutRefused(asked, findRefusals(asked, context)),
    answers: answers.map((answer) => ({ ...answer })),
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(usage === undefined ? {} : { used: usage }),
  }
}

function afterPlanning(state: ConversationState, planned: Planned, refused: readonly string[]): ConversationUpdate {
  const { policy = [], unused_words = [], ...rest } = planned
  const told = [...new Set([...state.policy, ...refused, ...policy])]
  const base = { ...rest, policy: told, unused_words: [...unused_words], usage: sum(state.usage, planned.usage) }
  if (planned.question !== undefined) return { ...base, status: 'asking', next: 'askUser' }
  if (planned.draft !== undefined || planned.document !== undefined) return { ...base, next: 'compilePlan' }
  return { ...base, status: told.length > 0 ? 'refused' : 'abstained', next: 'end' }
}

function sum(left: ConversationState['usage'], right: ConversationState['usage']): ConversationState['usage'] {
  if (left === undefined || right === undefined) return right ?? left
  return {
    calls: left.calls + right.calls,
    input_tokens: left.input_tokens + right.input_tokens,
    output_tokens: left.output_tokens + right.output_tokens,
  }
}

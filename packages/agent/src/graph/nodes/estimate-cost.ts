import { approvalRequest, checkInput, checkPipeline, estimatePipeline, planPipeline } from '@odp/dsl'
import type { ConversationDependencies } from '../conversation-dependencies.js'
import type { ConversationState, ConversationUpdate } from '../conversation-state.js'
import type { RevisionPreview } from '../executions.js'
import { givenUp } from './given-up.js'
import { shortIssue } from './short-issue.js'

/** Estimates what a document costs, holds that against the budget, and makes what a person is to approve. */
export async function estimateCost(
  state: ConversationState,
  dependencies: ConversationDependencies,
): Promise<ConversationUpdate> {
  const { catalog, context, installation } = dependencies
  const { document = '', input, spent } = state
  const { pipeline, methods } = checkPipeline(document, { catalog: catalog.index })
  if (pipeline === undefined) return givenUp(state)
  const preview = await previewOf(state, dependencies)
  const whole = estimatePipeline(pipeline, { catalog: catalog.index })
  const estimate = preview?.estimate ?? whole
  const { budget_cost_units: budget } = context
  const { expected, most } = estimate.cost
  if (budget !== undefined && spent + expected > budget) {
    const bound = most === null ? '' : `, at most ${most},`
    const before = spent === 0 ? '' : ` with the ${spent} of earlier executions`
    const reason = `the expected cost of ${expected} units${bound}${before} is above the budget of ${budget}`
    return { policy: [...state.policy, reason], status: 'refused', next: 'end' }
  }
  const blockers =
    installation === undefined
      ? []
      : checkPipeline(document, { catalog: catalog.index, installation }).report.diagnostics.filter(
          ({ severity }) => severity === 'error',
        )
  return {
    approval: approvalRequest(planPipeline(pipeline, { methods, catalog: catalog.index }), input, estimate),
    issues: [...checkInput(pipeline, input), ...blockers].map(shortIssue),
    replay_of: preview === undefined ? undefined : state.replay_of,
    reused: [...(preview?.reused ?? [])],
    status: 'awaiting_approval',
    next: 'askApproval',
  }
}

/** What is taken over of a former execution; where that cannot be told, everything runs. */
async function previewOf(
  { replay_of, document = '', input }: ConversationState,
  { executions }: ConversationDependencies,
): Promise<RevisionPreview | undefined> {
  if (replay_of === undefined) return undefined
  try {
    return await executions?.preview?.(replay_of, document, input)
  } catch {
    return undefined
  }
}
